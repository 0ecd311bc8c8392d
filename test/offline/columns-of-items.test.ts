import { describe, expect, it } from '@jest/globals';
import { fromColumns, toColumns } from '../../src/offline/catalogue/columns';
import type { Item } from '../../src/offline/catalogue/item';

const plain: Item = {
  table: 'account',
  id: 'aaaaaaaa-0000-4000-8000-000000000001',
  etag: 'W/"1001"',
  name: 'Contoso Zürich AG',
  detail: 'Anna · info@contoso.example',
  pending: false,
  deleted: false,
  refs: [],
  addresses: [],
  matchcodes: [],
};

const items: readonly Item[] = [
  plain,
  {
    ...plain,
    table: 'contact',
    id: 'bbbbbbbb-0000-4000-8000-000000000002',
    etag: null,
    name: '',
    detail: 'two\nlines\t🙂',
    pending: true,
    refs: [
      ['parentcustomerid', 'account:aaaaaaaa-0000-4000-8000-000000000001'],
      ['ownerid', 'systemuser:cccccccc-0000-4000-8000-000000000003'],
    ],
    addresses: ['anna@contoso.example', 'a.meier@contoso.example'],
    matchcodes: [7_000_000_000_000_001, 0],
  },
  {
    ...plain,
    table: 'annotation',
    id: 'dddddddd-0000-4000-8000-000000000004',
    deleted: true,
    refs: [['objectid', 'account:aaaaaaaa-0000-4000-8000-000000000001']],
    matchcodes: [5],
    fileSize: 1200,
    madeAt: '2026-03-01T08:00:00Z',
  },
  {
    ...plain,
    id: 'aaaaaaaa-0000-4000-8000-000000000005',
    pending: true,
    deleted: true,
    madeAt: '',
  },
];

/** What is told of an item, whatever it is made of. */
const told = (item: Item): Item => ({
  table: item.table,
  id: item.id,
  etag: item.etag,
  name: item.name,
  detail: item.detail,
  pending: item.pending,
  deleted: item.deleted,
  refs: item.refs,
  addresses: item.addresses,
  matchcodes: item.matchcodes,
  ...(item.fileSize !== undefined && { fileSize: item.fileSize }),
  ...(item.madeAt !== undefined && { madeAt: item.madeAt }),
});

const through = (of: readonly Item[]): Item[] =>
  [...fromColumns(structuredClone(toColumns(of)))].map(([, item]) => item);

describe('items in columns', () => {
  it('CT3 are what they were when they are loaded', () => {
    expect(through(items).map(told)).toEqual(items);
  });

  it('CT3 are what they were when some of them were loaded, and are saved again with new ones', () => {
    const added = { ...plain, name: 'Fabrikam', id: 'aaaaaaaa-0000-4000-8000-000000000009' };
    expect(through([added, ...through(items)]).map(told)).toEqual([added, ...items]);
  });

  it('CT3 go by their keys', () => {
    expect([...fromColumns(toColumns(items))].map(([key]) => key)).toEqual(
      items.map(({ table, id }) => `${table}:${id}`),
    );
  });

  it('CT3 may be none', () => {
    expect(through([])).toEqual([]);
  });
});
