import type { Result } from '../report';

const SIZES = [1000, 10_000, 100_000, 300_000];

/** @param option how many rows, as a list with commas; up to 300,000 unless told otherwise. */
export function sizesAsked(option: string | undefined): readonly number[] {
  const sizes = option === undefined ? SIZES : option.split(',').map(Number);
  if (!sizes.every((rows) => Number.isInteger(rows) && rows >= 100))
    throw new Error(`Not a list of numbers of rows, each at least 100: ${option}`);
  return sizes;
}

/** Names each result by what it is of, so that those of one metric follow each other. */
export const sideBySide = (
  cases: readonly { readonly name: string; readonly results: readonly Result[] }[],
): Result[] =>
  (cases[0]?.results ?? []).flatMap((_, index) =>
    cases.flatMap(({ name, results }) => {
      const result = results[index];
      return result === undefined ? [] : { ...result, metric: `${result.metric}, ${name}` };
    }),
  );
