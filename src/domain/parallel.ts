/** Requests to the CRM that are under way at a time: over HTTP/1.1 browsers send no more to one server. */
export const AT_A_TIME = 6;

/** Of these, as many as leave room for what the user asks for meanwhile. */
export const BESIDE_USER = AT_A_TIME - 2;

/** Begins a call when its turn has come. */
export type Line = <T>(call: () => Promise<T>) => Promise<T>;

/**
 * At most `limit` calls under way at a time, begun in the order in which they come. After a failure nothing is begun,
 * and once nothing is under way any more, all that are not done reject with the first one.
 */
export function createLine(limit: number): Line {
  const waiting: { readonly begin: () => void; readonly reject: (error: unknown) => void }[] = [];
  const failures: unknown[] = [];
  let underWay = 0;
  const goOn = (): void => {
    if (failures.length === 0 && underWay < limit) waiting.shift()?.begin();
    if (failures.length > 0 && underWay === 0)
      for (const { reject } of waiting.splice(0)) reject(failures[0]);
  };
  return (call) =>
    new Promise((resolve, reject) => {
      const run = async (): Promise<void> => {
        underWay += 1;
        try {
          resolve(await call());
        } catch (error) {
          failures.push(error);
          // For its rejection.
          waiting.push({ begin, reject });
        }
        underWay -= 1;
        goOn();
      };
      const begin = (): void => void run();
      waiting.push({ begin, reject });
      goOn();
    });
}

/** Maps in a {@link createLine}. */
export function mapParallel<T, R>(
  limit: number,
  items: readonly T[],
  call: (item: T) => Promise<R>,
): Promise<R[]> {
  const line = createLine(limit);
  return Promise.all(items.map((item) => line(() => call(item))));
}
