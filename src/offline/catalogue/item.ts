import type { DuplicateRule } from '../../domain/duplicate-rule';
import { type LocalRow, nameOf, rowKey } from '../../domain/row';
import type { Column, Model, Table } from '../../domain/table';
import { isLookup, type Party, type Value } from '../../domain/value';
import { matchcodesOf } from './matchcodes';

/** What the catalogue knows of a row. */
export interface Item {
  readonly table: string;
  readonly id: string;
  /** The version on board; null: it is not in the CRM yet. */
  readonly etag: string | null;
  readonly name: string;
  readonly detail: string;
  readonly pending: boolean;
  readonly deleted: boolean;
  /** Column and key of every row of the model that this one refers to. */
  readonly refs: readonly (readonly [column: string, key: string])[];
  /** Lower case. */
  readonly addresses: readonly string[];
  /** What it is found by as one that another row may be a duplicate of. */
  readonly matchcodes: readonly number[];
  /** Rows that have a file: how large it is. Bytes. */
  readonly fileSize?: number;
  /** Rows that may have a file: when they were made; '' for one that is not in the CRM yet. */
  readonly madeAt?: string;
}

const text = (value: Value | undefined): string => (typeof value === 'string' ? value.trim() : '');

/** The columns in the order of the form, then the others. */
function ordered(table: Table): Column[] {
  const names = new Set([
    ...table.sections.flatMap((section) => section.columns),
    ...Object.keys(table.columns),
  ]);
  return [...names].flatMap((name) => table.columns[name] ?? []);
}

/** When the CRM made a row. */
const madeAt = 'createdon';

interface Plan {
  readonly lookups: readonly string[];
  readonly emails: readonly string[];
  readonly dates: readonly string[];
}

const plans = new WeakMap<Table, Plan>();

/** Which columns tell rows of the same name apart: not the owner, the unit or the currency, which are much the same. */
function planOf(model: Model, table: Table): Plan {
  const known = plans.get(table);
  if (known !== undefined) return known;
  const columns = ordered(table);
  const plan: Plan = {
    lookups: columns
      .filter(({ type }) => type === 'lookup')
      .filter(({ targets }) => targets?.some((target) => model[target]?.ownership === 'user'))
      .map(({ name }) => name),
    emails: columns.filter((column) => column.format === 'email').map(({ name }) => name),
    dates: [
      ...columns
        .filter(({ type, canUpdate }) => type === 'date' && canUpdate)
        .map(({ name }) => name),
      ...(table.file === undefined ? [] : [madeAt]),
    ],
  };
  plans.set(table, plan);
  return plan;
}

const first = <T>(items: readonly T[], wanted: (item: T) => string): string => {
  for (const item of items) {
    const found = wanted(item);
    if (found !== '') return found;
  }
  return '';
};

/** What the catalogue keeps of a row. References outside the model cannot be shown, so they are left out. */
export function describe(model: Model, rules: readonly DuplicateRule[], row: LocalRow): Item {
  const { values } = row;
  const table = model[row.table];
  const plan = table === undefined ? { lookups: [], emails: [], dates: [] } : planOf(model, table);
  const refs: [string, string][] = [];
  const refer = (column: string, value: Value): void => {
    if (isLookup(value) && value.table in model) refs.push([column, rowKey(value)]);
  };
  for (const [column, value] of Object.entries(values)) {
    if (Array.isArray(value)) {
      for (const party of value as readonly (number | Party)[])
        if (typeof party === 'object') refer(column, party.ref);
    } else refer(column, value);
  }
  const addresses = plan.emails.map((column) => text(values[column]).toLowerCase());
  const lookupName = (column: string): string => {
    const value = values[column];
    return isLookup(value) ? value.name : '';
  };
  const detail = [
    first(plan.lookups, lookupName),
    first(plan.emails, (column) => text(values[column])) ||
      first(plan.dates, (column) => text(values[column]).slice(0, 10)),
    table?.file === undefined ? '' : text(values[table.file.name]),
  ];
  const size = table?.file === undefined ? null : values[table.file.size];
  return {
    table: row.table,
    id: row.id,
    etag: row.etag,
    name: table === undefined ? '' : nameOf(table, values),
    detail: detail.filter((part) => part !== '').join(' · '),
    pending: row.pending > 0,
    deleted: row.deleted,
    refs,
    addresses: [...new Set(addresses.filter((address) => address !== ''))],
    matchcodes: table === undefined ? [] : matchcodesOf(rules, table, values),
    ...(table?.file !== undefined && { madeAt: text(values[madeAt]) }),
    ...(typeof size === 'number' && size > 0 && { fileSize: size }),
  };
}
