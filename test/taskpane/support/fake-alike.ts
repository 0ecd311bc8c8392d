import type { OutboxEntry } from '../../../src/domain/entry';
import { fakeEntries } from './fake-entries';
import { contoso, deal, guid, ines, jonas } from './fake-rows';

const [refused, , conflict, created, , , , suspect, duplicate, , changed] = fakeEntries();

/** Copies of an entry on these records, one each. */
const each = (
  first: number,
  entry: OutboxEntry | undefined,
  rows: readonly { readonly table: string; readonly id: string; readonly name: string }[],
  more: Partial<OutboxEntry> = {},
): OutboxEntry[] => {
  if (entry === undefined) throw new Error('no entry');
  return rows.map(({ table, id, name }, index) => ({
    ...entry,
    ref: { table, id },
    name,
    ...more,
    seq: first + index,
    id: guid(9700 + first + index),
  }));
};

const gone = { ...refused!.lastError!, status: 404, code: '0x80040217', message: '' };
const forbidden = { ...refused!.lastError!, status: 403, code: '0x80040220', message: '' };

const list = { table: 'task', id: guid(390), name: 'Send the price list' };
const { theirs: _theirs, ...unclear } = conflict!;

/** More than one of everything that can be decided together; a task depends on a record that is new. */
export function fakeAlike(): OutboxEntry[] {
  return [
    ...each(1, conflict, [contoso]),
    ...each(2, conflict, [ines, jonas], {
      values: { jobtitle: 'Captain' },
      before: { jobtitle: 'Buyer' },
      theirs: { ...conflict!.theirs!, values: { jobtitle: 'Pilot' } },
    }),
    ...each(5, changed, [contoso, ines]),
    ...each(11, unclear, [contoso, ines]),
    ...each(21, unclear, [ines, jonas], { lastError: gone }),
    ...each(31, duplicate, [ines, jonas]),
    ...each(41, created, [jonas, ines], { state: 'rejected', lastError: forbidden, attempts: 1 }),
    ...each(51, refused, [deal, deal]),
    ...each(61, suspect, [contoso, deal]),
    ...each(71, created, [list], { values: { subject: list.name, regardingobjectid: jonas } }),
  ];
}
