import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { demo } from '../../../sandbox/seed/demo';
import { large } from '../../../sandbox/seed/large';
import { demoMailbox } from '../../../sandbox/seed/mailbox';
import { rowsOf, start } from './world';

describe('the demo organisation', () => {
  const day = Date.UTC(2026, 4, 4);

  it('is the same on every run of one day', () => {
    expect([...demo(day).rows]).toEqual([...demo(day).rows]);
    expect(demoMailbox(day)).toEqual(demoMailbox(day));
  });

  it('has the people who write the mail', () => {
    const known = new Set([...demo(day).rows].map((row) => row.values['emailaddress1']));
    const { items } = demoMailbox(day);
    const messages = items.filter(({ kind }) => kind === 'message');
    const strangers = messages.filter(
      ({ from, folder }) => folder === 'inbox' && !known.has(from.address),
    );
    expect(messages.length).toBeGreaterThanOrEqual(40);
    expect(strangers.length).toBeGreaterThanOrEqual(3);
    expect(strangers.length).toBeLessThan(10);
    expect(items.filter(({ kind }) => kind === 'appointment')).toHaveLength(3);
    expect(messages.filter(({ attachments }) => attachments.length > 0).length).toBeGreaterThan(5);
    expect(new Set(items.map(({ internetMessageId }) => internetMessageId)).size).toBe(
      items.length,
    );
  });

  it('refers to rows that are there', () => {
    const rows = [...demo(day).rows];
    const there = new Set(rows.map(({ table, id }) => `${table}/${id}`));
    const missing = rows.flatMap(({ values }) =>
      Object.values(values).filter(
        (value) =>
          typeof value === 'object' && value !== null && !there.has(`${value.table}/${value.id}`),
      ),
    );
    expect(missing).toEqual([]);
    expect(there.size).toBe(rows.length);
  });
});

describe('the names of the demo organisation', () => {
  it.each([
    ['Latin with marks', /[À-ɏ]/u],
    ['Cyrillic', /\p{Script=Cyrillic}/u],
    ['Greek', /\p{Script=Greek}/u],
    ['Arabic or Hebrew', /\p{Script=Arabic}|\p{Script=Hebrew}/u],
    ['Chinese characters', /\p{Script=Han}/u],
    ['Hiragana', /\p{Script=Hiragana}/u],
    ['Katakana', /\p{Script=Katakana}/u],
    ['Hangul', /\p{Script=Hangul}/u],
    ['Devanagari', /\p{Script=Devanagari}/u],
  ])('are in %s too, of companies or of people', (_, script) => {
    const rows = [...demo(Date.UTC(2026, 4, 4)).rows];
    const names = (table: string, ...columns: string[]) =>
      rows
        .filter((row) => row.table === table)
        .map(({ values }) => columns.map((column) => String(values[column] ?? '')).join(' '))
        .filter((name) => script.test(name));
    const all = [...names('contact', 'firstname', 'lastname'), ...names('account', 'name')];
    expect(all.length).toBeGreaterThan(0);
  });

  it('are read aloud where they are Japanese, and their mail is in the same script', () => {
    const rows = [...demo(Date.UTC(2026, 4, 4)).rows];
    const read = rows.filter(({ values }) => values['yominame'] ?? values['yomilastname']);
    expect(read.length).toBeGreaterThanOrEqual(8);
    for (const { values } of read)
      expect(String(values['yominame'] ?? values['yomilastname'])).toMatch(
        /^[\p{Script=Katakana}ー]+$/u,
      );
    const subjects = (script: RegExp): number =>
      rows.filter(
        ({ table, values }) => table === 'email' && script.test(String(values['subject'])),
      ).length;
    expect(subjects(/^[^:]*\p{Script=Hiragana}/u)).toBeGreaterThan(0);
    expect(subjects(/^[^:]*\p{Script=Greek}/u)).toBeGreaterThan(0);
  });

  it('belong to as many rows as the documentation says', () => {
    const counts = new Map<string, number>();
    for (const { table } of demo(Date.UTC(2026, 4, 4)).rows)
      counts.set(table, (counts.get(table) ?? 0) + 1);
    const of = (...tables: string[]) =>
      tables.map((table) => counts.get(table) ?? 0).reduce((sum, each) => sum + each, 0);
    expect({
      accounts: of('account'),
      contacts: of('contact'),
      leads: of('lead'),
      opportunities: of('opportunity'),
      cases: of('incident'),
      activities: of('task', 'phonecall', 'appointment', 'email'),
      notes: of('annotation'),
    }).toEqual({
      accounts: 25,
      contacts: 80,
      leads: 15,
      opportunities: 30,
      cases: 20,
      activities: 150,
      notes: 7,
    });
  });
});

/** What an organisation holds, in one number. */
function fingerprint(rows: Iterable<unknown>): string {
  const hash = createHash('sha256');
  for (const row of rows) hash.update(JSON.stringify(row));
  return hash.digest('hex');
}

describe('a large organisation', () => {
  it('is the same to the byte on every machine and every day', () => {
    const { rows } = large(3000);
    expect(fingerprint(rows)).toBe(fingerprint(large(3000).rows));
    expect(fingerprint(rows)).not.toBe(fingerprint(large(3001).rows));
  });

  it('is the same on every run, and dana’s for the most part', () => {
    const rows = [...large(2000).rows];
    expect(rows).toEqual([...large(2000).rows]);
    expect(new Set(rows.map(({ table, id }) => `${table}/${id}`)).size).toBe(rows.length);
  });

  it('has the parties of its activities, with the addresses that its e-mails name', async () => {
    const world = await start('large:2000');
    const ask = async (path: string): Promise<Record<string, unknown>[]> =>
      rowsOf(await world.ask(path, { user: 'ada' }));
    const roles = async (set: string, table: string): Promise<number[][]> =>
      (
        await ask(
          `${set}?$select=subject&$expand=${table}_activity_parties($select=participationtypemask)`,
        )
      ).map((row) =>
        (row[`${table}_activity_parties`] as Record<string, number>[]).map(
          (party) => party['participationtypemask'] ?? 0,
        ),
      );
    for (const masks of await roles('emails', 'email'))
      expect(masks).toEqual(expect.arrayContaining([1, 2, 8, 9]));
    for (const masks of await roles('phonecalls', 'phonecall')) expect(masks).toEqual([1, 2, 8, 9]);
    for (const masks of await roles('appointments', 'appointment'))
      expect(masks).toEqual(expect.arrayContaining([5, 7, 8, 9]));
    for (const masks of await roles('tasks', 'task')) expect(masks).toEqual([8, 9]);
    const mails = await ask(
      'emails?$select=sender,directioncode,_ownerid_value&$expand=email_activity_parties($filter=participationtypemask eq 1;$select=addressused,_partyid_value)',
    );
    for (const mail of mails) {
      const [from] = mail['email_activity_parties'] as Record<string, unknown>[];
      expect(from?.['addressused']).toBe(mail['sender']);
      expect(from?.['_partyid_value'] === mail['_ownerid_value']).toBe(mail['directioncode']);
    }
    const incoming = mails.filter((mail) => mail['directioncode'] === false).length;
    expect(incoming / mails.length).toBeGreaterThan(0.2);
    expect(incoming / mails.length).toBeLessThan(0.6);
    await world.crm.close();
  });

  it('refers to rows that are there, and counts its parties apart', () => {
    const rows = [...large(2000).rows];
    const there = new Set(rows.map(({ table, id }) => `${table}/${id}`));
    for (const { values } of rows)
      for (const value of Object.values(values))
        if (typeof value === 'object' && value !== null)
          expect(there).toContain(`${value.table}/${value.id}`);
    const business =
      /^(account|contact|lead|opportunity|incident|task|phonecall|appointment|email)$/;
    const counted = rows.filter(({ table }) => business.test(table)).length;
    expect(counted).toBe(2000);
    expect(there.size).toBe(rows.length);
  });

  it('is read in pages of 5000 and counted to 5000', async () => {
    const world = await start('large:20000');
    const first = await world.ask('contacts?$select=fullname&$count=true', {
      user: 'ada',
      headers: { Prefer: 'odata.maxpagesize=5000,odata.include-annotations="*"' },
    });
    expect(rowsOf(first)).toHaveLength(5000);
    expect(first.json['@odata.count']).toBe(5000);
    expect(first.json['@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded']).toBe(true);
    const second = await world.ask(String(first.json['@odata.nextLink']), {
      user: 'ada',
      headers: { Prefer: 'odata.maxpagesize=5000' },
    });
    expect(rowsOf(second)).toHaveLength(1800);
    expect(second.json['@odata.nextLink']).toBeUndefined();
    await world.crm.close();
  });
});

it('refuses a seed that it does not know', async () => {
  await expect(start('nonsense')).rejects.toThrow("There is no seed 'nonsense'");
});
