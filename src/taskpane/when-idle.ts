/** For browsers that do not say when they are idle (Safari): after the first screen, in milliseconds. */
const laterMs = 500;

/** Resolves when the page has nothing better to do. */
export const whenIdle = (): Promise<void> =>
  new Promise((resolve) => {
    if ('requestIdleCallback' in window)
      requestIdleCallback(() => {
        resolve();
      });
    else setTimeout(resolve, laterMs);
  });
