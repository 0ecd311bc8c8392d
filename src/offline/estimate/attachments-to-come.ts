import { bringing } from '../../domain/attachment';
import type { CrmServer, Identity, RowFilter } from '../../domain/crm-server';
import type { ComingAttachments } from '../../domain/estimate';
import { type Notes, notesIn, withNotes } from '../../domain/notes-choice';
import { may } from '../../domain/rights';
import { rowKey } from '../../domain/row';
import type { Table } from '../../domain/table';
import type { Trip } from '../../domain/trip';
import type { Views } from '../../domain/view';
import { versionsHere } from '../attachments/kept';
import { askCandidates, type Candidate } from '../attachments/wanted';
import type { Catalogue } from '../catalogue/catalogue';
import { isTooMuch } from '../copy/note-heads';
import { IDS } from '../copy/reader';
import { selected } from '../copy/selected';
import { throughLink } from '../copy/through-link';
import type { Facts } from '../facts';
import { parts } from '../parts';
import type { Store } from '../store';
import type { Inquiry } from './inquiry';
import { type Coming, fresh, type Group, spread } from './record-groups';

export interface AttachmentsContext {
  readonly store: Store;
  readonly inquiry: Inquiry;
  readonly catalogue: Catalogue;
  readonly facts: Pick<Facts, 'model' | 'rights'>;
  readonly identity: Identity;
  readonly trips: readonly Trip[];
  readonly views: Views;
  /** Milliseconds since 1970: days of conditions count from there. */
  readonly now: number;
  /** Larger files stay in the CRM: bytes. */
  readonly largest: number;
  /** Rows that come for their own sake, and others. */
  readonly own: readonly Coming[];
  readonly named: readonly Coming[];
}

/** A file, and how many such there are likely to be. */
interface Weighted extends Candidate {
  readonly times: number;
}

/**
 * The files that these trips bring and that are not here, by the sizes that the CRM tells: exactly, but for those of
 * notes on records of which too many come to ask about each. Rejects with a CrmError.
 */
export async function attachmentsToCome(context: AttachmentsContext): Promise<ComingAttachments> {
  const { store, facts, trips, identity, views, now, largest } = context;
  const here = await versionsHere(store.db);
  const files = await Promise.all(
    Object.values(facts.model).map(async (table) => {
      const those = bringing(trips, table);
      if (those.length === 0) return [];
      const { own } = selected(those, facts, identity, views, now);
      const filterOf = ({ name }: Table): RowFilter | null =>
        own.find((each) => each.table.name === name)?.filter ?? null;
      return filesOf(context, table, those, filterOf);
    }),
  );
  const lacking = files
    .flat()
    .filter(({ table, id, etag }) => here.get(rowKey({ table: table.name, id })) !== etag);
  const sum = (some: readonly Weighted[]) => ({
    count: Math.round(some.reduce((total, { times }) => total + times, 0)),
    size: Math.round(some.reduce((total, { times, size }) => total + times * size, 0)),
  });
  return {
    ...sum(lacking.filter(({ size }) => size <= largest)),
    tooLarge: sum(lacking.filter(({ size }) => size > largest)),
  };
}

/** The files of the rows of a table that trips keep, each once. */
async function filesOf(
  context: AttachmentsContext,
  table: Table,
  trips: readonly Trip[],
  filterOf: (table: Table) => RowFilter | null,
): Promise<readonly Weighted[]> {
  const { inquiry, facts } = context;
  const read: CrmServer['readPage'] = (query, next) => inquiry.read(query, next);
  const filter = filterOf(table);
  const own = filter === null ? Promise.resolve([]) : askCandidates(read, table, filter);
  const readable = Object.values(facts.model).filter(
    (each) => may(facts.rights, each, 'Read').allowed,
  );
  const notes = notesIn(readable);
  const along =
    notes === null || notes.table.name !== table.name
      ? []
      : withNotes(trips, readable, notes).map((each) =>
          onRecords(context, read, notes, each, filterOf(each)),
        );
  const [mine, ...others] = await Promise.all([own, ...along]);
  const found = new Map<string, Weighted>();
  for (const file of [...mine.map((each) => ({ ...each, times: 1 })), ...others.flat()])
    if (!found.has(file.id)) found.set(file.id, file);
  return [...found.values()];
}

/** The files of the notes on the records of a table that are here or come. */
async function onRecords(
  context: AttachmentsContext,
  read: CrmServer['readPage'],
  { table, about }: Notes,
  to: Table,
  filter: RowFilter | null,
): Promise<readonly Weighted[]> {
  const { catalogue } = context;
  const groupsOf = (coming: readonly Coming[]): readonly Group[] =>
    coming.filter((one) => one.table.name === to.name).map((one) => fresh(one, catalogue));
  const onBoard = [...catalogue.keys()].filter((key) => key.startsWith(`${to.name}:`));
  const here: Group = { rows: onBoard.length, keys: spread(onBoard) };
  const own = [here, ...groupsOf(context.own)];
  const linked = filter === null ? null : throughLink(filter, context.facts.rights);
  const together =
    linked === null || own.every(isWhole)
      ? null
      : await allOrNone(() =>
          askCandidates(read, table, { kind: 'referring', column: about, to, filter: linked }),
        );
  const found = (together ?? []).map((file): Weighted => ({ ...file, times: 1 }));
  // Others that are here are likely to be among those, where they are too many to ask about each.
  const alone = together === null ? own : [here].filter(isWhole);
  const asked = [...alone, ...groupsOf(context.named)].flatMap(({ rows, keys }) =>
    parts(keys, IDS).map(async (part): Promise<Weighted[]> => {
      const values = part.map((key) => key.slice(key.indexOf(':') + 1));
      const by = { kind: 'column', column: about, operator: 'in', values } as const;
      const files = await askCandidates(read, table, by);
      return files.map((file) => ({ ...file, times: rows / keys.length }));
    }),
  );
  return [...found, ...(await Promise.all(asked)).flat()];
}

/** Each of its records is looked at. */
const isWhole = ({ rows, keys }: Group): boolean => rows <= keys.length;

/** Null where the CRM finds that it is asked too much at once. */
async function allOrNone<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (!isTooMuch(error)) throw error;
    return null;
  }
}
