const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Lets everything that is under way go on for some turns of the event loop. */
export async function settle(turns = 60): Promise<void> {
  for (let i = 0; i < turns; i++) await turn();
}

/** Waits for a condition by turns, never by time. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what = 'the condition',
): Promise<void> {
  for (let i = 0; i < 20_000; i++) {
    if (await condition()) return;
    await turn();
  }
  throw new Error(`${what} did not come`);
}
