/** References that were looked at: how many, and to how many different rows. */
export interface Drawn {
  readonly drawn: number;
  readonly distinct: number;
}

/** So many different rows are expected among `drawn` references to `all` rows that are referred to equally often. */
const expectedOf = (all: number, drawn: number): number => all * (1 - Math.exp(-drawn / all));

/** How many rows there seem to be, by how often those of the sample were met again. */
function populationOf({ drawn, distinct }: Drawn): number {
  let [few, many] = [distinct, distinct * drawn * 2];
  for (let step = 0; step < 60; step++) {
    const middle = (few + many) / 2;
    if (expectedOf(middle, drawn) < distinct) few = middle;
    else many = middle;
  }
  return many;
}

/**
 * How many different rows `total` references are likely to lead to, by a sample of them: the same few rows come up again
 * and again, so twice the references lead to less than twice the rows.
 */
export function distinctAmong(total: number, sample: Drawn): number {
  const { drawn, distinct } = sample;
  if (drawn === 0) return 0;
  if (total <= drawn) return Math.round((distinct * total) / drawn);
  // None was met twice, so nothing tells that there is an end to them.
  if (distinct === drawn) return total;
  const all = populationOf(sample);
  return Math.round(distinct + expectedOf(all, total) - expectedOf(all, drawn));
}
