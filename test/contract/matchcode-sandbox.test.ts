import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { random as randomOf } from '../../sandbox/seed/random';
import type { DuplicateRule } from '../../src/domain/duplicate-rule';
import type { Row } from '../../src/domain/row';
import type { Value, Values } from '../../src/domain/value';
import { Catalogue } from '../../src/offline/catalogue/catalogue';
import { describe as described } from '../../src/offline/catalogue/item';
import { matchcodesFor } from '../../src/offline/catalogue/matchcodes';
import { seedOr } from '../chance';
import { openCrm, type OpenCrm } from './open-crm';
import { openSandbox } from './sandbox-world';

const seed = seedOr(20261126);
const tables = ['account', 'contact', 'lead'];
/** As many as the client asks the CRM for. */
const MOST = 50;

interface Condition {
  readonly column: string;
  readonly matching?: string;
  readonly operator: number;
  readonly count?: number;
  readonly blank?: boolean;
}
interface Rule {
  readonly from: string;
  readonly to: string;
  readonly more?: object;
  readonly conditions: readonly Condition[];
}

/** What the demo organisation's own rules do not compare: every operator, other tables, blanks, case, state. */
const further: readonly Rule[] = [
  {
    from: 'contact',
    to: 'contact',
    conditions: [
      { column: 'lastname', operator: 1, count: 3 },
      { column: 'telephone1', operator: 2, count: 2 },
    ],
  },
  {
    from: 'contact',
    to: 'lead',
    more: { iscasesensitive: true },
    conditions: [{ column: 'lastname', operator: 0 }],
  },
  {
    from: 'lead',
    to: 'account',
    more: { excludeinactiverecords: true },
    conditions: [{ column: 'companyname', matching: 'name', operator: 0 }],
  },
  {
    from: 'account',
    to: 'account',
    conditions: [
      { column: 'industrycode', operator: 6 },
      { column: 'address1_city', operator: 0, blank: false },
    ],
  },
  {
    from: 'account',
    to: 'account',
    conditions: [
      { column: 'customertypecode', operator: 5 },
      { column: 'numberofemployees', operator: 0 },
    ],
  },
  { from: 'contact', to: 'contact', conditions: [{ column: 'birthdate', operator: 3 }] },
  {
    from: 'contact',
    to: 'contact',
    conditions: [
      { column: 'parentcustomerid', operator: 0 },
      { column: 'gendercode', operator: 5 },
      { column: 'creditlimit', operator: 0, blank: false },
    ],
  },
];

describe('What is compared on this computer', () => {
  let crm: OpenCrm;
  let rules: readonly DuplicateRule[];
  let rows: readonly Row[];
  const catalogue = new Catalogue();

  beforeAll(async () => {
    const sandbox = await openSandbox();
    await publish(`${sandbox.origin}/api/data/v9.2/`);
    crm = await openCrm(sandbox, tables);
    rules = await crm.server.readDuplicateRules();
    const pages = await Promise.all(
      tables.map((name) => {
        const query = { table: crm.table(name), filter: { kind: 'all' }, pageSize: 5000 } as const;
        return crm.server.readPage(query, null);
      }),
    );
    rows = pages.flatMap((page) => page.rows);
    for (const row of rows)
      catalogue.put(described(crm.model, rules, { ...row, pending: 0, deleted: false }));
  });
  afterAll(() => crm.close());

  it('finds the duplicates that the CRM finds, for many rows made of what is there', async () => {
    expect(rules.length).toBeGreaterThan(further.length);
    const random = randomOf(seed);
    const altered = (value: Value | undefined): Value => {
      if (random.next() < 0.1) return null;
      if (typeof value !== 'string' || random.next() < 0.6) return value ?? null;
      const change = random.pick([
        (text: string) => text.toUpperCase(),
        (text: string) => text.slice(1),
        (text: string) => `${text.slice(0, 3)}x${text.slice(-2)}`,
        (text: string) => text.normalize('NFD').replace(/\p{M}/gu, ''),
      ]);
      return /^\d{4}-|^[\d.]+$/.test(value) ? value : change(value);
    };
    let found = 0;
    for (let n = 0; n < 300; n++) {
      const name = random.pick(tables);
      const table = crm.table(name);
      const own = rows.filter((row) => row.table === name);
      const compared = rules.filter((rule) => rule.table === name);
      const like = random.pick(own);
      const mixed: Values = Object.fromEntries(
        compared
          .flatMap(({ conditions }) => conditions)
          .map(({ column }): [string, Value] => {
            const from = random.next() < 0.8 ? like : random.pick(own);
            return [column, altered(from.values[column])];
          }),
      );
      const saved = random.next() < 0.3 ? random.pick(own) : null;
      const id = saved?.id ?? null;
      const codes = matchcodesFor(rules, table, { ...saved?.values, ...mixed }, null);
      const here = catalogue.duplicates(codes, id && `${name}:${id}`, 5000);
      for (const other of new Set(compared.map((rule) => rule.matchingTable))) {
        const query = { table, id, values: mixed, matching: crm.table(other) };
        const there = (await crm.server.readDuplicates(query)).map((row) => row.id).sort();
        const local = here.filter((item) => item.table === other).map((item) => item.id);
        expect({ seed, n, name, other, mixed, ids: local.sort().slice(0, MOST) }).toEqual({
          seed,
          n,
          name,
          other,
          mixed,
          ids: there,
        });
        found += there.length;
      }
    }
    expect(found).toBeGreaterThan(300);
  }, 120_000);
});

/** Makes and publishes the further rules, as the organisation's administrator. */
async function publish(api: string): Promise<void> {
  const ask = (path: string, body: object | null): Promise<Response> =>
    fetch(api + path, {
      method: 'POST',
      headers: { Authorization: 'Bearer sandbox:ada', 'Content-Type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
  for (const [n, { from, to, more, conditions }] of further.entries()) {
    const rule = { name: `Further ${n}`, baseentityname: from, matchingentityname: to, ...more };
    const made = await ask('duplicaterules', rule);
    const id = String(/\(([^)]+)\)/.exec(made.headers.get('OData-EntityId') ?? '')?.[1]);
    for (const { column, matching = column, operator, count, blank = true } of conditions)
      await ask('duplicateruleconditions', {
        'regardingobjectid@odata.bind': `duplicaterules(${id})`,
        baseattributename: column,
        matchingattributename: matching,
        operatorcode: operator,
        ignoreblankvalues: blank,
        ...(count !== undefined && { operatorparam: count }),
      });
    await ask(`duplicaterules(${id})/Microsoft.Dynamics.CRM.PublishDuplicateRule`, null);
  }
}
