import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { everything, formatted, fetcher } from './fetch-world';
import { errorOf, rowsOf, start, type World } from '../world';

let world: World;
beforeAll(async () => {
  world = await start('demo');
});
afterAll(() => world.crm.close());

const { ask, rows } = fetcher(() => world);

describe('aggregates', () => {
  it('count, sum, average, and find the least and the greatest', async () => {
    const [row] = await rows(
      'accounts',
      '<fetch aggregate="true"><entity name="account"><attribute name="accountid" aggregate="count" alias="n"/><attribute name="numberofemployees" aggregate="countcolumn" alias="filled"/><attribute name="numberofemployees" aggregate="countcolumn" distinct="true" alias="different"/><attribute name="numberofemployees" aggregate="sum" alias="sum"/><attribute name="numberofemployees" aggregate="avg" alias="avg"/><attribute name="numberofemployees" aggregate="min" alias="min"/><attribute name="numberofemployees" aggregate="max" alias="max"/></entity></fetch>',
    );
    const all = rowsOf(await world.ask('accounts?$select=numberofemployees', { user: 'ada' }))
      .map((each) => each['numberofemployees'])
      .filter((value) => value !== null) as number[];
    const sum = all.reduce((total, value) => total + value, 0);
    expect(row).toEqual({
      n: 25,
      filled: all.length,
      different: new Set(all).size,
      sum,
      avg: Math.trunc(sum / all.length),
      min: Math.min(...all),
      max: Math.max(...all),
    });
  });

  it('group by column, lookup and part of a date, with annotations', async () => {
    const answer = await ask(
      'opportunities',
      '<fetch aggregate="true"><entity name="opportunity"><attribute name="ownerid" groupby="true" alias="owner"/><attribute name="createdon" groupby="true" dategrouping="year" alias="year"/><attribute name="estimatedvalue" aggregate="sum" alias="total"/><attribute name="opportunityid" aggregate="count" alias="n"/><order alias="n" descending="true"/></entity></fetch>',
      'ada',
      everything,
    );
    const found = rowsOf(answer);
    const counts = found.map((row) => Number(row['n']));
    expect(counts.reduce((a, b) => a + b, 0)).toBe(30);
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
    expect(found[0]).toMatchObject({
      'owner@OData.Community.Display.V1.AttributeName': 'ownerid',
      'owner@Microsoft.Dynamics.CRM.lookuplogicalname': 'systemuser',
      [`n@${formatted}`]: String(counts[0]),
    });
    expect(String(found[0]?.[`total@${formatted}`])).toMatch(/^\$[\d,]+\.\d\d$/);
  });

  it('counts weeks as SQL Server does', async () => {
    const custom = await start('empty');
    await custom.sandbox('POST tables', {
      name: 'new_day',
      label: 'Day',
      columns: [{ name: 'new_on', label: 'On', type: 'date', behavior: 'DateOnly' }],
    });
    for (const on of ['2023-03-25', '2023-08-27', '2024-12-31'])
      await custom.ask('new_days', { method: 'POST', user: 'ada', body: { new_on: on } });
    const xml =
      '<fetch aggregate="true"><entity name="new_day"><attribute name="new_on" groupby="true" dategrouping="week" alias="w"/><attribute name="new_on" groupby="true" dategrouping="quarter" alias="q"/><order alias="w"/></entity></fetch>';
    const answer = await custom.ask(`new_days?fetchXml=${encodeURIComponent(xml)}`, {
      user: 'ada',
    });
    await custom.crm.close();
    expect(rowsOf(answer)).toEqual([
      { w: 12, q: 1 },
      { w: 35, q: 3 },
      { w: 53, q: 4 },
    ]);
  });

  it('stop at their limit', async () => {
    const answer = await ask(
      'contacts',
      '<fetch aggregate="true" aggregatelimit="79"><entity name="contact"><attribute name="contactid" aggregate="count" alias="n"/></entity></fetch>',
    );
    expect([answer.status, errorOf(answer).code]).toEqual([400, '0x8004E023']);
  });

  it.each([
    '<attribute name="contactid" aggregate="count"/>',
    '<attribute name="contactid" alias="x"/>',
    '<attribute name="lastname" aggregate="sum" alias="x"/>',
    '<attribute name="lastname" groupby="true" dategrouping="day" alias="x"/>',
    '<attribute name="contactid" aggregate="count" alias="x"/><order attribute="lastname"/>',
    '',
  ])('refuse %s', async (inside) => {
    const answer = await ask(
      'contacts',
      `<fetch aggregate="true"><entity name="contact">${inside}</entity></fetch>`,
    );
    expect(answer.status).toBe(400);
  });
});
