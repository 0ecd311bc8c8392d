import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { errorOf, rowsOf, start, type World } from '../world';

let world: World;
beforeAll(async () => {
  world = await start('demo');
});
afterAll(() => world.crm.close());

const views = async (table: string) =>
  rowsOf(
    await world.ask(
      `savedqueries?$filter=returnedtypecode eq '${table}' and querytype eq 0&$orderby=name`,
    ),
  );

describe('views', () => {
  it.each([
    ['account', ['Active Accounts', 'Inactive Accounts', 'My Active Accounts']],
    ['opportunity', ['Closed Opportunities', 'My Open Opportunities', 'Open Opportunities']],
    ['new_equipment', ['Active Equipment', 'Inactive Equipment', 'My Active Equipment']],
  ])('of %s are rows', async (table, names) => {
    const rows = await views(table);
    expect(rows.map((row) => row['name'])).toEqual(names);
    expect(rows.filter((row) => row['isdefault'])).toHaveLength(1);
    expect(String(rows[0]?.['layoutxml'])).toMatch(/^<grid name="resultset" .*<cell name="/);
  });

  it('come with a table that is added', async () => {
    await world.sandbox('POST tables', {
      name: 'new_bike',
      label: 'Bike',
      columns: [{ name: 'new_name', label: 'Name', type: 'text' }],
    });
    const rows = await views('new_bike');
    expect(rows.map((row) => row['name'])).toEqual([
      'Active Bikes',
      'Inactive Bikes',
      'My Active Bikes',
    ]);
    const answer = await world.ask(`new_bikes?savedQuery=${String(rows[0]?.['savedqueryid'])}`);
    expect([answer.status, rowsOf(answer)]).toEqual([200, []]);
  });

  it('answer their rows, in pages that lead through all', async () => {
    const view = (await views('account')).find((row) => row['name'] === 'Active Accounts');
    let link: string | undefined = `accounts?savedQuery=${String(view?.['savedqueryid'])}`;
    const seen: unknown[] = [];
    let pages = 0;
    for (; link !== undefined; pages += 1) {
      const answer = await world.ask(link, {
        user: 'ada',
        headers: { Prefer: 'odata.maxpagesize=7' },
      });
      seen.push(...rowsOf(answer).map((row) => row['name']));
      link = answer.json['@odata.nextLink'] as string | undefined;
    }
    const all = rowsOf(
      await world.ask('accounts?$select=name&$filter=statecode eq 0&$orderby=name', {
        user: 'ada',
      }),
    );
    expect(seen).toEqual(all.map((row) => row['name']));
    expect(pages).toBe(Math.ceil(all.length / 7));
  });

  it('show each user what is theirs', async () => {
    const mine = (await views('account')).find((row) => row['name'] === 'My Active Accounts');
    const count = async (user: string) =>
      rowsOf(await world.ask(`accounts?savedQuery=${String(mine?.['savedqueryid'])}`, { user }))
        .length;
    expect(await count('omar')).toBe(4);
  });

  it('are made by users for themselves', async () => {
    const made = await world.ask('userqueries', {
      method: 'POST',
      user: 'omar',
      headers: { Prefer: 'return=representation' },
      body: {
        name: 'Webbs',
        querytype: 0,
        returnedtypecode: 'contact',
        fetchxml:
          '<fetch><entity name="contact"><attribute name="lastname"/><filter><condition attribute="lastname" operator="eq" value="Webb"/></filter></entity></fetch>',
      },
    });
    expect(made.status).toBe(201);
    const id = String(made.json['userqueryid']);
    const answer = await world.ask(`contacts?userQuery=${id}`, { user: 'omar' });
    expect(rowsOf(answer)).toMatchObject([{ lastname: 'Webb' }]);
    const others = await world.ask(`contacts?userQuery=${id}`);
    const wrong = await world.ask(`accounts?userQuery=${id}`, { user: 'omar' });
    expect([wrong.status, errorOf(wrong).code]).toEqual([400, '0x80060888']);
    expect([others.status, errorOf(others).code]).toEqual([403, '0x80048306']);
  });

  it.each([
    ['accounts?savedQuery=x', 400],
    ['accounts?savedQuery=00000000-0000-4000-8000-000000000000', 404],
    ['accounts?savedQuery=00000000-0000-4000-8000-000000000000&fetchXml=<fetch/>', 400],
    ['accounts?savedQuery=00000000-0000-4000-8000-000000000000&$top=1', 501],
  ])('refuse %s', async (path, status) => {
    expect((await world.ask(path)).status).toBe(status);
  });
});
