/** The `limit` smallest items in order, without sorting all of them: a list shows fifty of a hundred thousand. */
export function smallest<T>(
  items: readonly T[],
  limit: number,
  compare: (a: T, b: T) => number,
): T[] {
  if (items.length <= limit * 4) return [...items].sort(compare).slice(0, limit);
  const best: T[] = [];
  for (const item of items) {
    const worst = best.at(-1);
    if (best.length === limit && worst !== undefined && compare(item, worst) >= 0) continue;
    let low = 0;
    let high = best.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = best[middle];
      if (other !== undefined && compare(other, item) <= 0) low = middle + 1;
      else high = middle;
    }
    best.splice(low, 0, item);
    if (best.length > limit) best.pop();
  }
  return best;
}
