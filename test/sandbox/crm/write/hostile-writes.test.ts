import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { id, start, type Reply, type World } from '../world';

let world: World;
beforeAll(async () => {
  world = await start();
  await world.ask(`accounts(${id(1)})`, { method: 'PATCH', body: { name: 'Contoso' } });
  await world.ask(`contacts(${id(2)})`, { method: 'PATCH', body: { lastname: 'Ray' } });
});
afterAll(() => world.crm.close());

const rows = async (): Promise<string> =>
  (
    await Promise.all(
      ['accounts', 'contacts', 'tasks', 'leads'].map((set) =>
        world.ask(`${set}?$select=versionnumber`, { user: 'ada' }),
      ),
    )
  )
    .map(({ text }) => text)
    .join('\n');

let before: string | null = null;
const refused = ({ status, text }: Reply): void => {
  expect(text).toContain('"message"');
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
};
beforeAll(async () => {
  before = await rows();
});
afterEach(async () => {
  expect(await rows()).toBe(before);
  expect((await world.ask('WhoAmI')).status).toBe(200);
});

const deep = (open: string, close: string, depth: number, inside = '1'): string =>
  open.repeat(depth) + inside + close.repeat(depth);
const megabytes = (count: number): string => 'x'.repeat(count * 1024 * 1024);

const bodies: readonly (readonly [why: string, body: string])[] = [
  ['no JSON', '{'],
  ['half a text', '{"name":"'],
  ['null', 'null'],
  ['a list', '[]'],
  ['a number', '1'],
  ['lists without end', deep('[', ']', 100_000)],
  ['objects without end', deep('{"primarycontactid":', '}', 5000)],
  ['an annotation without end', `{"name":"x","@x":${deep('[', ']', 50_000)}}`],
  ['a prototype', '{"name":"x","__proto__":{"admin":true}}'],
  ['a prototype as lookup', '{"name":"x","__proto__@odata.bind":"accounts(1)"}'],
  ['a constructor', '{"name":"x","constructor":{"prototype":{}}}'],
  ['a method of objects', '{"name":"x","hasOwnProperty":1,"toString":1}'],
  ['SQL as a name', `{"name":"x","name\\"; DROP TABLE account; --":1}`],
  [
    'SQL as an address',
    `{"name":"x","primarycontactid@odata.bind":"contacts('; DROP TABLE account; --)"}`,
  ],
  [
    'an address without end',
    `{"name":"x","primarycontactid@odata.bind":"${'contacts('.repeat(10_000)}"}`,
  ],
  ['an address that is an object', '{"name":"x","primarycontactid@odata.bind":{"a":1}}'],
  [
    'an address of percent signs',
    '{"name":"x","primarycontactid@odata.bind":"contacts(%E0%A4%A)"}',
  ],
];

const large: readonly (readonly [why: string, body: string])[] = [
  ['ten megabytes of text', JSON.stringify({ name: megabytes(10) })],
  ['ten megabytes of quotes', JSON.stringify({ name: '"\\'.repeat(3_000_000) })],
  ['ten megabytes of an unknown name', JSON.stringify({ [megabytes(10)]: 1 })],
];

it.each(large)('%s is refused', async (_, body) => {
  refused(await world.ask('accounts', { method: 'POST', body, user: 'ada' }));
});

describe.each(['POST accounts', `PATCH accounts(${id(1)})`, `PATCH accounts(${id(9)})`])(
  'to %s',
  (call) => {
    const [method = '', path = ''] = call.split(' ');
    it.each(bodies)('%s is refused', async (_, body) => {
      refused(await world.ask(path, { method, body, user: 'ada' }));
    });
  },
);

describe('a value of another type', () => {
  const columns = [
    ['name', [1, true, [], {}]],
    ['revenue', ['1', true, [], {}, 1e300, -1]],
    ['numberofemployees', ['1', 1.5, -1, 1e300]],
    ['creditonhold', ['true', 1, 0, []]],
    ['industrycode', ['1', 0, 1.5, -1, true]],
    ['accountid', ['x', 1, true, {}]],
    ['statecode', [9, '0', true]],
    ['statuscode', [9, '1']],
  ] as const;
  it.each(columns.flatMap(([name, values]) => values.map((value) => [name, value] as const)))(
    'in %s is refused: %j',
    async (name, value) => {
      const body = { name: 'x', [name]: value };
      refused(await world.ask('accounts', { method: 'POST', body, user: 'ada' }));
    },
  );
});

describe('elsewhere', () => {
  const calls: readonly (readonly [why: string, call: string, body?: unknown])[] = [
    ['a property from nothing', `PUT accounts(${id(1)})/name`, {}],
    ['a property from an object', `PUT accounts(${id(1)})/name`, { value: {} }],
    ['a lookup as a property', `PUT accounts(${id(1)})/_primarycontactid_value`, { value: id(2) }],
    ['a reference to nothing', `PUT accounts(${id(1)})/primarycontactid/$ref`, {}],
    ['a reference to a text', `PUT accounts(${id(1)})/primarycontactid/$ref`, { '@odata.id': 'x' }],
    [
      'a reference to a list',
      `POST accounts(${id(1)})/contact_customer_accounts/$ref`,
      { '@odata.id': [] },
    ],
    [
      'a reference to a row of another table',
      `POST accounts(${id(1)})/contact_customer_accounts/$ref`,
      { '@odata.id': `accounts(${id(1)})` },
    ],
    [
      'a reference that is not there',
      `DELETE accounts(${id(1)})/contact_customer_accounts(${id(2)})/$ref`,
    ],
    [
      'a reference by a bad address',
      `DELETE accounts(${id(1)})/accountleads_association/$ref?$id=x`,
    ],
    [
      'a nested collection',
      `PATCH accounts(${id(1)})/contact_customer_accounts`,
      { lastname: 'x' },
    ],
    ['an action with a list', 'POST accounts/Microsoft.Dynamics.CRM.CreateMultiple', []],
    ['an action with prototypes', 'POST WinOpportunity', JSON.parse('{"__proto__":1,"Status":3}')],
    ['PUT of a row', `PUT accounts(${id(1)})`, { name: 'x' }],
    ['PATCH of a table', 'PATCH accounts', { name: 'x' }],
    ['DELETE of a table', 'DELETE accounts'],
    ['a key without end', `PATCH accounts(accountnumber='${'x'.repeat(5000)}')`, { name: 'x' }],
    ['a key of SQL', `PATCH accounts(accountnumber='x' OR 1=1)`, { name: 'x' }],
  ];
  it.each(calls.map(([why, call, body]) => ({ why, call, body })))(
    '$why is refused',
    async ({ call, body }) => {
      const at = call.indexOf(' ');
      refused(
        await world.ask(call.slice(at + 1), { method: call.slice(0, at), body, user: 'ada' }),
      );
    },
  );

  it.each([
    'text/plain',
    'application/xml',
    'multipart/form-data; boundary=x',
    'application/jsonx',
  ])('a body of the type %s is refused with 415', async (type) => {
    const answer = await world.ask('accounts', {
      method: 'POST',
      headers: { 'Content-Type': type },
      body: { name: 'x' },
    });
    expect(answer.status).toBe(415);
  });

  const batch = (body: string): Promise<Reply> =>
    world.ask('$batch', {
      method: 'POST',
      headers: { 'Content-Type': 'multipart/mixed; boundary=b' },
      body,
    });
  const head = '--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n';
  it.each([
    [
      'line ends without end',
      `${head}POST accounts HTTP/1.1\r\n\r\n${'\r\n'.repeat(4_000_000)}x\r\n--b--`,
    ],
    ['an address without end', `${head}GET ${megabytes(10)} HTTP/1.1\r\n\r\n\r\n--b--`],
    [
      'headers without end',
      `${head}GET WhoAmI HTTP/1.1\r\n${'a: 1\r\n'.repeat(1_000_000)}\r\n\r\n--b--`,
    ],
    ['boundaries without end', '--b\r\n'.repeat(1_000_000)],
  ])('a batch of %s is refused', async (_, body) => {
    refused(await batch(body));
  });

  it('keeps SQL and scripts in a text as they are', async () => {
    const text = `'; DROP TABLE account; -- <script>alert(1)</script> \u202e \u{1f600} %00`;
    const path = `accounts(${id(1)})`;
    const keep = { method: 'PATCH', headers: { Prefer: 'return=representation' } };
    expect(
      (await world.ask(path, { ...keep, body: { description: text } })).json['description'],
    ).toBe(text);
    before = await rows();
  });
});
