import { Fragment } from 'preact';

/** Texts of any language in one line: each in its own direction, so that none reorders its neighbours. */
export function Parts({ texts }: { readonly texts: readonly string[] }) {
  return (
    <>
      {texts.map((text, index) => (
        <Fragment key={index}>
          {index > 0 && ' · '}
          <bdi>{text}</bdi>
        </Fragment>
      ))}
    </>
  );
}
