/** What a page of a benchmark sees of itself. */

/** How to measure the memory of a page and its workers; only isolated pages may. */
interface MeasuringPerformance {
  measureUserAgentSpecificMemory(): Promise<{ readonly bytes: number }>;
}

/** Milliseconds of the longest task of this page from now on; 0 where none was longer than 50. */
export function longestTask(): () => number {
  let longest = 0;
  const take = (entries: PerformanceEntryList): void => {
    for (const { duration } of entries) longest = Math.max(longest, duration);
  };
  const observer = new PerformanceObserver((list) => take(list.getEntries()));
  observer.observe({ type: 'longtask' });
  return () => {
    take(observer.takeRecords());
    observer.disconnect();
    return longest;
  };
}

/** Megabytes of the page and its workers, after the browser has cleared away what is not used. */
export async function memory(): Promise<number> {
  const measuring = performance as unknown as MeasuringPerformance;
  return (await measuring.measureUserAgentSpecificMemory()).bytes / 2 ** 20;
}
