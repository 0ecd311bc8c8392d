import { afterEach, describe, expect, it } from '@jest/globals';
import { dayAt, plusDays } from '../../src/domain/condition-filter';
import type { Trip } from '../../src/domain/trip';
import type { TripSource } from '../../src/domain/trip-source';
import { type Computer, openComputer } from './sandbox-computer';

let computer: Computer;
afterEach(() => computer.close());

type Json = Readonly<Record<string, unknown>>;

const around = (source: TripSource): Trip => ({
  name: 'Week',
  on: true,
  tables: {},
  others: { rows: 'none' },
  source,
});
/** Nothing but the source: what kept rows refer to stays out. */
const only = (source: TripSource): Trip => ({
  ...around(source),
  tables: Object.fromEntries(
    ['appointment', 'account', 'contact', 'lead', 'opportunity', 'incident'].map((table) => [
      table,
      { rows: 'related' },
    ]),
  ),
});

/** Rows as the CRM itself gives them to a user. */
async function rows(user: string, path: string): Promise<readonly Json[]> {
  const headers = { Authorization: `Bearer sandbox:${user}` };
  const answer = await fetch(`${computer.url}${path}`, { headers });
  const { value } = (await answer.json()) as { value: readonly Json[] };
  return value;
}

const kept = async (table: string): Promise<string[]> =>
  (await computer.store.db.records.keys())
    .filter((key) => key.startsWith(`${table}:`))
    .map((key) => key.slice(table.length + 1))
    .sort();

const idsOf = (all: readonly Json[], property: string): string[] =>
  all.map((row) => row[property] as string).sort();

describe('The source of a trip, before the sandbox', () => {
  it.each(['dana', 'omar'])('finds the diary of %s and what stands behind it', async (user) => {
    computer = await openComputer('demo', user);
    const days = 14;
    const { estimated, came } = await computer.sync(only({ kind: 'diary', days }));
    expect(came.phase).toBe('done');
    expect(estimated.rows).toBe(came.rows.length);

    const parties = await rows(
      user,
      `appointments?$select=activityid,scheduledstart,scheduledend,statecode&$expand=appointment_activity_parties($select=participationtypemask,_partyid_value)`,
    );
    const partiesOf = (row: Json) =>
      row['appointment_activity_parties'] as readonly Record<string, unknown>[];
    const today = dayAt(Date.now());
    const mine = parties
      .filter(({ statecode }) => statecode !== 2)
      .filter((row) => dayAt(Date.parse(row['scheduledend'] as string)) >= today)
      .filter((row) => dayAt(Date.parse(row['scheduledstart'] as string)) <= plusDays(today, days))
      .filter((row) =>
        partiesOf(row).some(
          (party) =>
            party['_partyid_value'] === computer.identity.userId &&
            [5, 6, 7].includes(party['participationtypemask'] as number),
        ),
      );
    expect(await kept('appointment')).toEqual(idsOf(mine, 'activityid'));
    expect(mine.length).toBeGreaterThan(0);
    expect(mine.length).toBeLessThan(parties.length);

    const accounts = await kept('account');
    expect(accounts.length).toBeGreaterThan(0);
    const about = new Set([...accounts, ...(await kept('contact'))]);
    for (const [table, set, columns] of [
      ['opportunity', 'opportunities', ['customerid', 'parentaccountid', 'parentcontactid']],
      ['incident', 'incidents', ['customerid', 'primarycontactid']],
    ] as const) {
      const open = await rows(user, `${set}?$filter=statecode eq 0`);
      const theirs = open.filter((row) =>
        columns.some((column) => about.has(row[`_${column}_value`] as string)),
      );
      expect(await kept(table)).toEqual(expect.arrayContaining(idsOf(theirs, `${table}id`)));
    }
    const again = await computer.sync(only({ kind: 'diary', days }));
    expect(again.came).toMatchObject({ phase: 'done', rows: [] });
    expect(again.estimated.rows).toBe(0);
  });

  it('finds whoever has an address, whatever its case', async () => {
    computer = await openComputer('demo', 'dana');
    const contacts = await rows(
      'dana',
      'contacts?$filter=emailaddress1 ne null and _parentcustomerid_value ne null&$top=3',
    );
    const addresses = contacts.map((row) => (row['emailaddress1'] as string).toUpperCase());
    const { came } = await computer.sync(only({ kind: 'people', addresses }));
    expect(came.phase).toBe('done');
    expect(await kept('contact')).toEqual(expect.arrayContaining(idsOf(contacts, 'contactid')));
    expect(await kept('account')).toEqual(
      expect.arrayContaining(idsOf(contacts, '_parentcustomerid_value')),
    );
    expect(await kept('opportunity')).not.toEqual([]);
  });
});
