import type { CrmServer, Identity } from '../../domain/crm-server';
import {
  type Estimate,
  estimate,
  type Expected,
  type Further,
  noAttachments,
  type Pace,
} from '../../domain/estimate';
import type { Clock } from '../../domain/ports';
import { notesIn, withNotes } from '../../domain/notes-choice';
import { AT_A_TIME } from '../../domain/parallel';
import { may } from '../../domain/rights';
import type { Table } from '../../domain/table';
import type { Trip } from '../../domain/trip';
import type { Keeper } from '../catalogue/keeper';
import { bringing } from '../copy/columns-here';
import { PAGE } from '../copy/copy';
import type { ControlContext } from '../copy/control';
import { readPace } from '../copy/pace';
import { markOf } from '../copy/copied-for';
import { partlyHere } from '../copy/partly-here';
import { passesOf } from '../copy/passes';
import { type Selected, selected } from '../copy/selected';
import { readWalk } from '../copy/walk';
import type { Facts } from '../facts';
import { findSourced } from '../source/sourced';
import type { Store } from '../store';
import { askViews } from '../views';
import { attachmentsToCome } from './attachments-to-come';
import { Inquiry, nothingKnown } from './inquiry';
import { leavingRows } from './leaving-rows';
import { looking } from './look';
import { notReferredTo } from './met';
import { noteRows } from './note-rows';
import { overlap, type OverlapOf } from './overlap';
import { type OwnTable, ownRows } from './own-rows';
import { keysByTable } from './record-groups';
import { type Own, referredRows } from './referred-rows';
import { sourcedRows } from './sourced-rows';

export interface EstimatorContext {
  readonly store: Store;
  readonly server: Pick<CrmServer, 'count' | 'readPage' | 'readPages' | 'readViews'>;
  readonly identity: Identity;
  readonly clock: Clock;
  readonly keeper: Keeper;
  readonly facts: () => Facts;
  readonly onBusy?: ControlContext['onBusy'];
  /** Larger files stay in the CRM: bytes. */
  readonly largestAttachment: number;
  /** Rows that a copy asks for in one request. */
  readonly pageSize?: number;
  /** Ids that are asked for in one request. */
  readonly idsPage?: number;
}

/** Tells what a sync would bring. Rejects with a CrmError, also where another question has come. */
export type Estimator = (trips: readonly Trip[], further?: Further) => Promise<Estimate>;

/** What was found out holds for so long: milliseconds. */
const HOLDS = 60_000;

export function createEstimator(context: EstimatorContext): Estimator {
  let current = new AbortController();
  let known = nothingKnown();
  /** When the first was asked of the questions that have found it out: milliseconds since 1970. */
  let since = -Infinity;
  return async (trips, { goesOn = false, within = null } = {}) => {
    const now = context.clock.now();
    if (!goesOn || Math.abs(now - since) > HOLDS) [known, since] = [nothingKnown(), now];
    current.abort();
    const abort = new AbortController();
    const { signal } = abort;
    current = abort;
    try {
      return await tell(context, trips, new Inquiry({ ...context, signal, known }), within, signal);
    } catch (error) {
      // What was asked for at the same time is of no use any more.
      abort.abort();
      throw error;
    }
  };
}

async function tell(
  context: EstimatorContext,
  trips: readonly Trip[],
  inquiry: Inquiry,
  within: Estimate | null,
  signal: AbortSignal,
): Promise<Estimate> {
  const { store, server, clock, identity, keeper, pageSize = PAGE } = context;
  const facts = context.facts();
  const views = await askViews(trips, facts, (tables, only) =>
    inquiry.ask(() => server.readViews(tables, only, signal)),
  );
  const { wanted, anew, watermarks } = await bringing(store, facts, trips);
  /** What nothing comes of by more trips is not asked about. */
  const comes = ({ name }: Table): boolean =>
    within === null || within.tables.some(({ table }) => table === name);
  const chosen = selected(trips, wanted, identity, views, clock.now());
  const kept: Selected = {
    ...chosen,
    own: chosen.own.filter(({ table }) => comes(table)),
    referred: chosen.referred.filter(comes),
  };
  const readable = Object.values(wanted.model).filter(
    (table) => may(facts.rights, table, 'Read').allowed,
  );
  const notes = notesIn(readable);
  const withThem = notes !== null && comes(notes.table) ? withNotes(trips, readable, notes) : [];
  const files = within?.attachments.count !== 0 && trips.some(({ attachments }) => attachments);
  const leftOut = readable.filter((table) => !chosen.referred.includes(table));
  const lookAt = looking(
    kept,
    leftOut.map(({ name }) => name),
    (table) => files || withThem.includes(table),
  );
  const begun = await readWalk(store);
  const marks = begun?.chosen === markOf(trips) ? begun.tables : {};
  const catalogue = await keeper.current();
  const counts = catalogue.counts();
  const onBoard = keysByTable(catalogue);
  const overlapOf: OverlapOf = (table, filter) => {
    const [keys, mark] = [onBoard.get(table.name) ?? [], marks[table.name]];
    return overlap(inquiry, catalogue, table, filter, keys, mark !== undefined);
  };
  const partly = await partlyHere(
    kept.own,
    { watermarks, anew, tables: marks },
    {
      count: ({ table, filter }) => inquiry.count(table, filter, null),
      here: counts,
    },
  );
  const own = passesOf(kept.own, watermarks, clock.now(), true, partly);
  const rowsOf = async (each: OwnTable): Promise<Own> => {
    const { name } = each.table;
    const rows = await ownRows(each, {
      inquiry,
      overlapOf,
      watermark: watermarks[name],
      mark: marks[name],
      look: lookAt(each.table),
      pageSize,
    });
    return { ...each, ...rows };
  };
  /** Whether a row is here with all columns that are wanted. */
  const isHere = (key: string): boolean =>
    catalogue.get(key) !== null && !anew.has(key.slice(0, key.indexOf(':')));
  const asking = { store, inquiry, catalogue, overlapOf, watermarks, isHere, lookAt };
  const bySources = async () => {
    const { rows, foundNothing } = await findSourced(
      trips,
      facts,
      identity,
      clock.now(),
      (query, next) => inquiry.read(query, next),
    );
    const tables = Object.values(wanted.model).filter(comes);
    const sourced = await sourcedRows(asking, own, rows, tables);
    return { sourced, foundNothing };
  };
  const [{ sourced, foundNothing }, ...all] = await Promise.all([bySources(), ...own.map(rowsOf)]);
  const along = notes && {
    ...asking,
    rights: facts.rights,
    notes,
    tables: withThem,
    isWhole: ({ name }: Table) => !anew.has(name),
    filterOf: (table: Table) => kept.own.find((each) => each.table === table)?.filter ?? null,
  };
  const [others, leaving] = await Promise.all([
    referredRows(asking, all, sourced, kept.referred),
    within === null ? leavingRows(asking, all, sourced, kept, along) : 0,
  ]);
  const named = [...sourced, ...others];
  const [noted, attachments] = await Promise.all([
    along === null || along.tables.length === 0 ? null : noteRows(along, all, named),
    !files
      ? noAttachments
      : attachmentsToCome({
          ...asking,
          facts: { ...facts, model: wanted.model },
          identity,
          trips,
          views,
          now: clock.now(),
          largest: context.largestAttachment,
          own: all,
          named,
        }),
  ]);
  const quickest = inquiry.quickest();
  const known = await readPace(store);
  const pace = paceNow(known, quickest, Object.keys(facts.model).length, all.length);
  const rows = [
    ...all.map(expectedOf),
    ...named.map(({ expected }) => expected),
    ...(noted ? [noted] : []),
  ];
  const unreferred = notReferredTo(leftOut, catalogue, [...all, ...named]);
  return estimate(rows, pace, { leaving, attachments, foundNothing, views, unreferred });
}

const expectedOf = ({ table, sampled, ...rest }: Own): Expected => ({
  table: table.name,
  rows: rest.rows,
  more: rest.more,
  sample: sampled?.sample ?? null,
  checked: rest.checked,
  requests: rest.requests,
  matchesNothing: rest.matchesNothing,
});

/** Questions about tables and rights of which each waits for the one before: for every table, and beside those. */
const FIRST = { table: 0.9, beside: 6 };

/**
 * Where a request takes longer than it did, or less long, the start does so by as many as wait for each other. Then the
 * rows of each table are counted.
 * @param counted how many tables that are.
 */
function paceNow(known: Pace, quickest: number, tables: number, counted: number): Pace {
  const questions = tables * FIRST.table + FIRST.beside;
  const start = Math.max(0, known.start + questions * (quickest - known.request));
  const counting = Math.ceil(counted / AT_A_TIME) * quickest;
  return { ...known, start: start + counting, request: quickest };
}
