import type { Views } from './view';

/** Some rows that were read to find out what many of them cost. */
export interface Sample {
  readonly rows: number;
  readonly bytes: number;
  /** From the request to the answer: milliseconds. */
  readonly ms: number;
}

/** What a sync is going to ask of one table. */
export interface Expected {
  /** Logical name. */
  readonly table: string;
  /** Rows that come with their values. */
  readonly rows: number;
  /** There are more than those: the CRM counts no further. */
  readonly more: boolean;
  /** What such rows cost; null where none come. */
  readonly sample: Sample | null;
  /** Rows of which only ids and versions are looked at. */
  readonly checked: number;
  readonly requests: number;
  /** What comes beside all that; absent: nothing. */
  readonly bytesBeside?: number;
  /** Its filter has no row at all. */
  readonly matchesNothing: boolean;
}

/** How fast things go. Milliseconds. */
export interface Pace {
  /** Before the first row is asked for. */
  readonly start: number;
  /** A request that brings next to nothing. */
  readonly request: number;
  /** Storing a row, while others come. */
  readonly store: number;
  /** Bringing and storing a byte of a file; absent: none was brought yet. */
  readonly file?: number;
}

/** What comes, and what it takes: bytes of the network and milliseconds. `more`: at least so much. */
export interface Cost {
  readonly rows: number;
  readonly more: boolean;
  readonly bytes: number;
  readonly ms: number;
}

export interface TableCost extends Cost {
  /** Logical name. */
  readonly table: string;
}

/** So many files, and their bytes. */
export interface Files {
  readonly count: number;
  readonly size: number;
}

/** Files that come behind the rows. */
export interface ComingAttachments extends Files {
  /** Those that do not come, since they are too large. */
  readonly tooLarge: Files;
}

/** What is told beside the tables of which rows come. */
export interface Beside {
  /** Rows that are here and that no trip keeps any more. */
  readonly leaving: number;
  /** What of the cost is theirs is in that of all. */
  readonly attachments: ComingAttachments;
  /** Names of the trips whose source has found nothing. */
  readonly foundNothing: readonly string[];
  /** Those that the trips show rows by, as they are now. */
  readonly views: Views;
  /** Tables of which nothing is kept, and that no kept row refers to, as far as some of them tell. */
  readonly unreferred: readonly string[];
}

/** What a sync is going to bring, beyond what is here. */
export interface Estimate extends Cost, Beside {
  /** Tables of which rows come, the heaviest first. */
  readonly tables: readonly TableCost[];
  /** Tables of which a filter keeps rows, and there are none. */
  readonly empty: readonly string[];
}

/** A question about the next sync that follows others. */
export interface Further {
  /** What was found out for the last one still holds, so that nothing is asked twice. */
  readonly goesOn?: boolean;
  /** What more trips bring, these among them: of other tables nothing comes. What leaves is not told then. */
  readonly within?: Estimate | null;
}

const noFiles: Files = { count: 0, size: 0 };
export const noAttachments: ComingAttachments = { ...noFiles, tooLarge: noFiles };
const nothingBeside: Beside = {
  leaving: 0,
  attachments: noAttachments,
  foundNothing: [],
  views: {},
  unreferred: [],
};

/** Id and version of one row, as the CRM writes them. */
const CHECKED_BYTES = 85;

/** Rows are stored while the next ones come, so the slower of the two counts. */
function costOf(expected: Expected, pace: Pace): TableCost {
  const { table, rows, more, sample, checked, requests, bytesBeside = 0 } = expected;
  const per = (what: number): number => (sample === null ? 0 : what / Math.max(1, sample.rows));
  const fetched = per(Math.max(0, (sample?.ms ?? 0) - pace.request));
  return {
    table,
    rows,
    more,
    bytes: Math.round(rows * per(sample?.bytes ?? 0) + checked * CHECKED_BYTES + bytesBeside),
    ms: Math.round(requests * pace.request + rows * Math.max(fetched, pace.store)),
  };
}

/** Rows of a table come for their own sake and because others refer to them. */
function byTable(costs: readonly TableCost[]): TableCost[] {
  const tables = new Map<string, TableCost>();
  for (const cost of costs) {
    const { rows = 0, more = false, bytes = 0, ms = 0 } = tables.get(cost.table) ?? {};
    tables.set(cost.table, {
      table: cost.table,
      rows: rows + cost.rows,
      more: more || cost.more,
      bytes: bytes + cost.bytes,
      ms: ms + cost.ms,
    });
  }
  return [...tables.values()];
}

/**
 * What tables take together, of which two are read at a time while rows are stored one after the other. At best a table
 * costs the other one no time, at worst they take turns: what is told lies between, within a half of both.
 * @param tables what each takes by itself. @param storing what storing all takes. Milliseconds.
 */
function together(tables: readonly number[], storing: number): number {
  const inTurn = tables.reduce((sum, ms) => sum + ms, 0);
  const atOnce = Math.max(inTurn / 2, storing, ...tables);
  return Math.round(Math.sqrt(inTurn * atOnce));
}

/** What the answer with a file weighs beside it, as the CRM writes it. */
const ANSWER_BYTES = 250;
/** Base64 makes four letters of three bytes. */
const LETTERS = 4 / 3;

/** Of all files. Until some have come, they are taken to be as fast as rows. */
function filesCost({ count, size }: Files, expected: readonly Expected[], pace: Pace) {
  const samples = expected.flatMap(({ sample }) => sample ?? []);
  const ms = samples.reduce((sum, sample) => sum + Math.max(0, sample.ms - pace.request), 0);
  const bytes = samples.reduce((sum, sample) => sum + sample.bytes, 0);
  const perByte = pace.file ?? (LETTERS * ms) / Math.max(1, bytes);
  return {
    bytes: Math.round(size * LETTERS + count * ANSWER_BYTES),
    ms: Math.round(count * pace.request + size * perByte),
  };
}

/** Puts together what a sync is going to cost, and what else it is going to do. */
export function estimate(
  expected: readonly Expected[],
  pace: Pace,
  more: Partial<Beside> = {},
): Estimate {
  const beside = { ...nothingBeside, ...more };
  const costs = byTable(expected.map((each) => costOf(each, pace)));
  const files = filesCost(beside.attachments, expected, pace);
  const sum = (of: (cost: Cost) => number): number =>
    costs.reduce((total, cost) => total + of(cost), 0);
  return {
    rows: sum(({ rows }) => rows),
    more: costs.some(({ more }) => more),
    bytes: sum(({ bytes }) => bytes) + files.bytes,
    ms:
      Math.round(pace.start) +
      together(
        costs.map(({ ms }) => ms),
        sum(({ rows }) => rows) * pace.store,
      ) +
      files.ms,
    tables: costs.filter(({ rows }) => rows > 0).sort((a, b) => b.bytes - a.bytes),
    empty: expected.filter(({ matchesNothing }) => matchesNothing).map(({ table }) => table),
    ...beside,
  };
}
