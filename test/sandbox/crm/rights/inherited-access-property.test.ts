import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { long, seedOr } from '../../../chance';
import { cascadesOf } from './cascade-world';
import { id, rowsOf, start, type World } from '../world';

let world: World;
afterEach(() => world.crm.close());

/** Lookups that cascade, and the key of their table. */
const kinds: readonly [set: string, table: string, key: string, parents: readonly string[]][] = [
  ['accounts', 'account', 'accountid', ['parentaccountid']],
  ['contacts', 'contact', 'contactid', ['parentcustomerid']],
  ['opportunities', 'opportunity', 'opportunityid', ['customerid']],
  ['incidents', 'incident', 'incidentid', ['customerid']],
  ['leads', 'lead', 'leadid', []],
  ...['task', 'phonecall', 'appointment', 'email'].map(
    (name): [string, string, string, string[]] => [
      `${name}s`,
      name,
      'activityid',
      ['regardingobjectid'],
    ],
  ),
  ['annotations', 'annotation', 'annotationid', ['objectid']],
];

interface Node {
  readonly table: string;
  readonly id: string;
  readonly owner: string;
  readonly above: readonly string[];
}

async function everyRow(): Promise<Node[]> {
  const found: Node[] = [];
  for (const [set, table, key, parents] of kinds) {
    const columns = [key, '_ownerid_value', ...parents.map((name) => `_${name}_value`)];
    for (const row of rowsOf(await world.ask(`${set}?$select=${columns.join()}`, { user: 'ada' })))
      found.push({
        table,
        id: String(row[key]),
        owner: String(row['_ownerid_value']),
        above: parents.flatMap((name) => (row[`_${name}_value`] ?? []) as string[]),
      });
  }
  return found;
}

const everything = 851_991;
const mark = 0x0800_0000;

/** What rows inherit by owners and shares as they are, each row worked out by itself from all above it. */
async function expected(): Promise<string[]> {
  const nodes = new Map((await everyRow()).map((node) => [node.id, node]));
  const shares = rowsOf(await world.ask('principalobjectaccessset', { user: 'ada' }));
  const lines: string[] = [];
  for (const node of nodes.values()) {
    const due = new Map<string, number>();
    const add = (principal: string, mask: number): void =>
      void due.set(principal, (due.get(principal) ?? 0) | mask);
    const climb = (above: readonly string[]): void => {
      for (const each of above) {
        const parent = nodes.get(each);
        if (!parent) continue;
        add(parent.owner, everything);
        for (const share of shares)
          if (share['objectid'] === each)
            add(String(share['principalid']), Number(share['accessrightsmask']));
        climb(parent.above);
      }
    };
    climb(node.above);
    due.delete(node.owner);
    for (const [principal, mask] of due)
      if (mask) lines.push(`${node.table} ${node.id} ${principal} ${mask | mark}`);
  }
  return lines.sort();
}

it('seeds inherit what written rows would', async () => {
  for (const seed of ['demo', 'large:1000']) {
    world = await start(seed);
    const rows = cascadesOf(world);
    const want = await expected();
    expect(want.length).toBeGreaterThan(10);
    expect(await rows.inherited()).toEqual(want);
    if (seed === 'demo') await world.crm.close();
  }
});

const user = fc.constantFrom('ada', 'dana', 'omar');
const number = fc.integer({ min: 1, max: 6 });
const deed = fc.oneof(
  fc.record({ do: fc.constant('make' as const), kind: fc.nat(3), number, above: number, user }),
  fc.record({
    do: fc.constantFrom('move' as const, 'free' as const),
    kind: fc.nat(3),
    number,
    above: number,
  }),
  fc.record({
    do: fc.constantFrom('assign' as const, 'share' as const, 'share' as const, 'revoke' as const),
    kind: fc.nat(3),
    number,
    user,
  }),
  fc.record({ do: fc.constant('delete' as const), kind: fc.nat(3), number }),
);
type Deed = typeof deed extends fc.Arbitrary<infer T> ? T : never;

describe('whatever is done to rows', () => {
  it('everyone has what the rows above give them, and nothing else', async () => {
    world = await start('empty');
    const rows = cascadesOf(world);
    const path = (kind: number, at: number): string =>
      `${kinds[[0, 1, 5, 9][kind] ?? 0]?.[0]}(${id(100 * kind + at)})`;
    const above = [
      { 'parentaccountid@odata.bind': 0 },
      { 'parentcustomerid_account@odata.bind': 0, 'parentcustomerid_contact@odata.bind': 1 },
      {
        'regardingobjectid_account_task@odata.bind': 0,
        'regardingobjectid_contact_task@odata.bind': 1,
      },
      { 'objectid_task@odata.bind': 2, 'objectid_contact@odata.bind': 1 },
    ] as const;
    const names = [{ name: 'x' }, { lastname: 'x' }, { subject: 'x' }, { subject: 'x' }];
    const tables = ['account', 'contact', 'task', 'annotation'];
    const done: number[] = [];
    const act = async (what: Deed): Promise<void> => {
      const { kind } = what;
      const target = path(kind, what.number);
      const ways = Object.entries(above[kind] ?? {});
      switch (what.do) {
        case 'make':
        case 'move': {
          const [name, of] = ways[what.above % ways.length] ?? ['', 0];
          const body = { ...names[kind], [name]: path(of, what.above) };
          done.push(
            (await rows.patch(target, body, what.do === 'make' ? what.user : 'ada')).status,
          );
          break;
        }
        case 'free':
          await rows.patch(target, { [(ways[0]?.[0] ?? '').split('@')[0] ?? '']: null });
          break;
        case 'assign':
          done.push((await rows.assign(target, what.user)).status);
          break;
        case 'share':
          await rows.share(
            'ModifyAccess',
            tables[kind] ?? '',
            100 * kind + what.number,
            what.user,
            what.number % 2 ? 'ReadAccess' : 'ReadAccess, WriteAccess',
          );
          break;
        case 'revoke':
          await rows.share('RevokeAccess', tables[kind] ?? '', 100 * kind + what.number, what.user);
          break;
        case 'delete':
          await world.ask(target, { method: 'DELETE', user: 'ada' });
      }
    };
    for (const kind of [0, 1, 2, 3])
      for (const at of [1, 2, 3, 4, 5, 6])
        await rows.patch(path(kind, at), { ...names[kind] }, ['ada', 'dana', 'omar'][at % 3]);
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 5, maxLength: 12 }), async (deeds) => {
        for (const each of deeds) await act(each);
        expect(await rows.inherited()).toEqual(await expected());
      }),
      {
        seed: seedOr(4711),
        numRuns: long ? 150 : 25,
        endOnFailure: true,
      },
    );
    expect(done.filter((status) => status === 204).length).toBeGreaterThan(30);
  });
});
