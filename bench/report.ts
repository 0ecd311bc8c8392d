import { mkdir, writeFile } from 'node:fs/promises';
import { arch, availableParallelism, cpus, platform, release, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { quantile } from './statistics';

export interface Result {
  /** `carryon`, or what it is measured against. */
  readonly subject: string;
  readonly metric: string;
  /** How many samples stand behind the value. */
  readonly n: number;
  readonly value: number;
  readonly unit: string;
}

/** Median and 95th percentile of milliseconds. */
export const percentiles = (subject: string, metric: string, ms: readonly number[]): Result[] =>
  [50, 95].map((percent) => ({
    subject,
    metric: `${metric}, p${percent}`,
    n: ms.length,
    value: quantile(ms, percent / 100),
    unit: 'ms',
  }));

/** Milliseconds of each sample of the product, and of a bare store. */
export const besideIndexedDb = (
  metric: string,
  { carryon, indexeddb }: { readonly carryon: number[]; readonly indexeddb: number[] },
): Result[] => [
  ...percentiles('carryon', metric, carryon),
  ...percentiles('indexeddb', metric, indexeddb),
];

/** The median alone, for what is too slow to repeat often. */
export const median = (
  subject: string,
  metric: string,
  samples: readonly number[],
  unit: string,
): Result => ({ subject, metric, n: samples.length, value: quantile(samples, 0.5), unit });

const round = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);

/** One line a metric and subject; the last column is how many times Carryon's value that is. */
export function table(results: readonly Result[]): string {
  const own = new Map(
    results.filter(({ subject }) => subject === 'carryon').map((r) => [r.metric, r.value]),
  );
  const lines = [
    ['metric', 'subject', 'n', 'value', 'unit', 'to carryon'],
    ...[...new Set(results.map(({ metric }) => metric))].flatMap((metric) =>
      results
        .filter((result) => result.metric === metric)
        .map(({ subject, n, value, unit }) => {
          const base = own.get(metric);
          const ratio = base === undefined || subject === 'carryon' ? '' : round(value / base);
          return [metric, subject, String(n), round(value), unit, ratio];
        }),
    ),
  ];
  const widths = (lines[0] ?? []).map((_, i) => Math.max(...lines.map((l) => l[i]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((text, i) => text.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const machine = (): string =>
  [
    cpus()[0]?.model.trim() ?? 'unknown processor',
    `${availableParallelism()} cores`,
    `${Math.round(totalmem() / 2 ** 30)} GB`,
    `${platform()} ${release()} ${arch()}`,
    `Node ${process.versions.node}`,
  ].join(', ');

/** Writes bench/results/<name>.json. */
export async function save(name: string, at: Date, results: readonly Result[]): Promise<void> {
  const folder = new URL('results/', import.meta.url);
  await mkdir(folder, { recursive: true });
  await writeFile(
    fileURLToPath(new URL(`${name}.json`, folder)),
    `${JSON.stringify({ at: at.toISOString(), machine: machine(), results }, null, 2)}\n`,
  );
}
