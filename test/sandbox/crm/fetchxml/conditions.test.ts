import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fetcher } from './fetch-world';
import { errorOf, rowsOf, start, type World } from '../world';

let world: World;
beforeAll(async () => {
  world = await start('demo');
});
afterAll(() => world.crm.close());

const { ask, accounts } = fetcher(() => world);

describe('conditions', () => {
  it.each([
    ['<condition attribute="name" operator="eq" value="CONTOSO ltd"/>', ['Contoso Ltd']],
    ['<condition attribute="name" operator="like" value="%winery%"/>', ['Coho Winery']],
    ['<condition attribute="name" operator="like" value="[AF]%Coffee"/>', ['Fourth Coffee']],
    [
      '<condition attribute="name" operator="begins-with" value="łódź"/>',
      ['Łódź Textil Sp. z o.o.'],
    ],
    [
      '<condition attribute="numberofemployees" operator="gt" value="2000"/>',
      ['A. Datum Corporation', '東京精密機器'],
    ],
    [
      '<condition attribute="accountnumber" operator="in"><value>AC-1001</value><value>ac-1020</value></condition>',
      ['Contoso Ltd', 'Fourth Coffee'],
    ],
    ['<condition attribute="creditonhold" operator="eq" value="1"/>', ['Coho Winery']],
    ['<condition attribute="name" operator="eq" valueof="accountnumber"/>', []],
  ])('%s', async (condition, expected) => {
    expect(await accounts(`<filter>${condition}</filter>`)).toEqual(expected);
  });

  it('nest, and hold for empty values where they are negated', async () => {
    const filled = await accounts(
      '<filter><condition attribute="description" operator="not-null"/></filter>',
    );
    const others = await accounts(
      '<filter type="or"><condition attribute="description" operator="null"/><filter><condition attribute="name" operator="null"/></filter></filter>',
    );
    expect(filled.length + others.length).toBe(25);
    expect(
      await accounts(
        '<filter><condition attribute="description" operator="ne" value="x"/></filter>',
      ),
    ).toHaveLength(25);
  });

  it('know the caller', async () => {
    expect(
      await accounts(
        '<filter><condition attribute="ownerid" operator="eq-userid"/></filter>',
        'omar',
      ),
    ).toHaveLength(4);
  });

  it('count days from the organisation’s clock', async () => {
    expect(
      await accounts(
        '<filter><condition attribute="createdon" operator="olderthan-x-years" value="50"/></filter>',
      ),
    ).toEqual([]);
    expect(
      await accounts(
        '<filter><condition attribute="createdon" operator="last-x-years" value="50"/></filter>',
      ),
    ).toHaveLength(25);
  });

  it('know hierarchies', async () => {
    const [parent, child] = rowsOf(
      await world.ask(
        'accounts?$select=accountid,name&$filter=statecode eq 0&$orderby=name&$top=2',
        {
          user: 'ada',
        },
      ),
    );
    await world.ask(`accounts(${String(child?.['accountid'])})`, {
      method: 'PATCH',
      user: 'ada',
      body: { 'parentaccountid@odata.bind': `accounts(${String(parent?.['accountid'])})` },
    });
    const line = (operator: string, row: typeof parent): Promise<string[]> =>
      accounts(
        `<filter><condition attribute="accountid" operator="${operator}" value="{${String(row?.['accountid'])}}"/></filter>`,
      );
    const [above, below] = [String(parent?.['name']), String(child?.['name'])];
    expect(await line('under', parent)).toEqual([below]);
    expect(await line('eq-or-under', parent)).toEqual([above, below]);
    expect(await line('above', child)).toEqual([above]);
    expect(await line('not-under', parent)).toHaveLength(24);
  });

  it('find what several options were chosen of', async () => {
    const custom = await start('empty');
    await custom.sandbox('POST tables', {
      name: 'new_pizza',
      label: 'Pizza',
      columns: [
        {
          name: 'new_toppings',
          label: 'Toppings',
          type: 'choices',
          options: [1, 2, 12].map((value) => ({ value, label: `Topping ${value}` })),
        },
      ],
    });
    for (const new_toppings of ['1,12', '2', '12', null])
      await custom.ask('new_pizzas', { method: 'POST', user: 'ada', body: { new_toppings } });
    const count = async (operator: string, ...values: number[]): Promise<number> => {
      const list = values.map((value) => `<value>${value}</value>`).join('');
      const xml = `<fetch><entity name="new_pizza"><filter><condition attribute="new_toppings" operator="${operator}">${list}</condition></filter></entity></fetch>`;
      return rowsOf(
        await custom.ask(`new_pizzas?fetchXml=${encodeURIComponent(xml)}`, { user: 'ada' }),
      ).length;
    };
    const found = [
      await count('contain-values', 1),
      await count('contain-values', 2, 12),
      await count('not-contain-values', 2, 12),
    ];
    await custom.crm.close();
    expect(found).toEqual([1, 3, 1]);
  });

  it.each([
    ['<condition attribute="name" operator="eq"/>', 400],
    ['<condition attribute="name" operator="same" value="x"/>', 400],
    ['<condition attribute="nome" operator="eq" value="x"/>', 400],
    ['<condition attribute="createdon" operator="eq" value="x"/>', 400],
    ['<condition attribute="revenue" operator="like" value="x"/>', 400],
    ['<condition attribute="name" operator="null" value="x"/>', 400],
    ['<condition attribute="createdon" operator="last-x-days" value="-1"/>', 400],
    ['<condition entityname="other" attribute="name" operator="null"/>', 400],
    ['<condition attribute="primarycontactidname" operator="not-null"/>', 501],
  ])('refuse %s', async (condition, status) => {
    const answer = await ask(
      'accounts',
      `<fetch><entity name="account"><filter>${condition}</filter></entity></fetch>`,
    );
    expect([answer.status, errorOf(answer).message.length > 20]).toEqual([status, true]);
  });
});
