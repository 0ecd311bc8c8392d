/** Maps with at most `limit` calls at a time, in order. The first failure is the result; nothing is started after it. */
export async function mapParallel<T, R>(
  limit: number,
  items: readonly T[],
  call: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = new Array<R>(items.length);
  const line = items.entries();
  let failed = false;
  const work = async (): Promise<void> => {
    for (const [index, item] of line) {
      if (failed) return;
      try {
        results[index] = await call(item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, work));
  return results;
}
