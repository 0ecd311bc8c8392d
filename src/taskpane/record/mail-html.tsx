import { useEffect, useRef, useState } from 'preact/hooks';
import { strings } from '../strings';

/**
 * The HTML of a mail or a note, made harmless: no scripts, no styles, no forms, nothing from the network.
 * It stands in the page itself and not in a shadow root, where office.js would not find its links for the Tab key.
 */
export function MailHtml({ html }: { readonly html: string }) {
  const place = useRef<HTMLDivElement>(null);
  const [leftOut, setLeftOut] = useState(false);
  useEffect(() => {
    let stopped = false;
    void import('./sanitize').then(({ sanitize }) => {
      if (stopped) return;
      const clean = sanitize(html);
      place.current?.replaceChildren(clean.content);
      setLeftOut(clean.leftOut);
    });
    return () => {
      stopped = true;
    };
  }, [html]);
  return (
    <>
      <div ref={place} class="mail-html" />
      {leftOut && <p class="muted">{strings.record.imagesLeftOut}</p>}
    </>
  );
}
