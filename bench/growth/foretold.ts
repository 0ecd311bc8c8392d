import type { Cost } from '../../src/domain/estimate';
import { median } from '../report';
import type { Result } from '../report';

/** What is measured of a cost. */
export type Came = Pick<Cost, 'rows' | 'bytes' | 'ms'>;

const quantities = [
  ['rows', 'rows', ({ rows }: Came) => rows],
  ['network', 'MB', ({ bytes }: Came) => bytes / 1e6],
  ['time', 's', ({ ms }: Came) => ms / 1000],
] as const;

/** Rows, megabytes and seconds of a download: as they were told before, as they came, and how far that is apart. */
export const foretold = (told: Came, came: Came): Result[] =>
  quantities.flatMap(([name, unit, of]) => [
    median('carryon', `${name}, foretold`, [of(told)], unit),
    median('carryon', `${name}, came`, [of(came)], unit),
    median('carryon', `${name}, foretold too much`, [(of(told) / of(came) - 1) * 100], '%'),
  ]);
