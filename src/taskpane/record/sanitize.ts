import DOMPurify from 'dompurify';

export interface Clean {
  readonly content: DocumentFragment;
  /** Pictures that would have been fetched from the network were taken out. */
  readonly leftOut: boolean;
}

/** A whole start tag, quoted attributes included. */
const startTag = /<[a-z](?:"[^"]*"|'[^']*'|[^'">])*>/gi;
const reported = /\s(?:on[a-z]+|style)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/gi;
const styleSheets = /<style\b[\s\S]*?<\/style\s*>/gi;

/**
 * The HTML without what a content security policy reports as soon as it is parsed, in whatever kind of document.
 * This only keeps the reports quiet: what makes the HTML safe is DOMPurify, and what runs nothing is the policy.
 */
const withoutReported = (html: string): string =>
  html.replace(styleSheets, '').replace(startTag, (tag) => tag.replace(reported, ''));

/** Takes out of the HTML of a mail or a note everything that acts, styles, or reaches the network. */
export function sanitize(html: string): Clean {
  const content = DOMPurify.sanitize(withoutReported(html), {
    RETURN_DOM_FRAGMENT: true,
    USE_PROFILES: { html: true },
    FORBID_TAGS: [
      'style',
      'form',
      'input',
      'button',
      'select',
      'textarea',
      'video',
      'audio',
      'source',
      'dialog',
    ],
    FORBID_ATTR: [
      'style',
      'class',
      'id',
      'name',
      'background',
      'width',
      'height',
      'srcset',
      'tabindex',
      'autofocus',
    ],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
  });
  let leftOut = false;
  for (const image of content.querySelectorAll('img')) {
    if (/^data:image\/(png|jpeg|gif|webp);/i.test(image.getAttribute('src') ?? '')) {
      image.alt ||= '';
      continue;
    }
    leftOut = true;
    image.replaceWith(image.alt);
  }
  for (const link of content.querySelectorAll('a')) {
    if (!/^(https?|mailto|tel):/i.test(link.getAttribute('href') ?? ''))
      link.removeAttribute('href');
    link.target = '_blank';
    link.rel = 'noopener noreferrer';
  }
  // Mail tables are for layout: without roles nobody is told of rows and cells.
  for (const table of content.querySelectorAll('table')) table.setAttribute('role', 'presentation');
  return { content, leftOut };
}
