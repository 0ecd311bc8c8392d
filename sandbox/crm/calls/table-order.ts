import * as v from 'valibot';
import type { TableDefinition } from '../../seed/definition';
import { checked, type Body } from './call-arguments';

const name = v.pipe(v.string(), v.regex(/^[A-Za-z][A-Za-z0-9_]{0,99}$/));
const label = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const yes = v.optional(v.boolean());
const number = v.optional(v.number());
const whole = v.pipe(v.number(), v.safeInteger());
const byTarget = v.optional(v.record(name, name));

const column = v.looseObject({
  name,
  label,
  type: v.picklist([
    'text',
    'memo',
    'integer',
    'bigint',
    'decimal',
    'double',
    'money',
    'boolean',
    'date',
    'choice',
    'choices',
    'state',
    'status',
    'lookup',
    'parties',
    'uniqueidentifier',
    'entityname',
  ]),
  schemaName: v.optional(name),
  required: v.optional(
    v.picklist(['None', 'Recommended', 'ApplicationRequired', 'SystemRequired']),
  ),
  create: yes,
  update: yes,
  maxLength: v.optional(v.pipe(whole, v.minValue(1), v.maxValue(1_048_576))),
  format: v.optional(v.string()),
  behavior: v.optional(v.picklist(['UserLocal', 'DateOnly', 'TimeZoneIndependent'])),
  precision: v.optional(v.pipe(whole, v.minValue(0), v.maxValue(10))),
  min: number,
  max: number,
  options: v.optional(v.array(v.looseObject({ value: whole, label, state: v.optional(whole) }))),
  default: v.optional(v.union([whole, v.boolean()])),
  targets: v.optional(v.pipe(v.array(name), v.minLength(1))),
  navigation: byTarget,
  relationship: byTarget,
  onDelete: v.optional(v.picklist(['Cascade', 'RemoveLink', 'Restrict'])),
  cascade: v.optional(v.picklist(['Cascade', 'Active', 'UserOwned', 'NoCascade'])),
  mask: v.optional(whole),
  joins: v.optional(v.strictObject({ columns: v.array(name), by: v.string() })),
  unique: yes,
});

const table = v.looseObject({
  name,
  label,
  pluralLabel: v.optional(label),
  setName: v.optional(name),
  schemaName: v.optional(name),
  objectTypeCode: v.optional(v.pipe(whole, v.minValue(10_000), v.maxValue(1_000_000))),
  primaryId: v.optional(name),
  primaryName: v.optional(name),
  ownership: v.optional(v.picklist(['user', 'organization', 'none'])),
  activity: yes,
  hasActivities: yes,
  offline: yes,
  optimisticConcurrency: yes,
  columns: v.array(column),
  form: v.optional(v.array(v.strictObject({ tab: label, label, columns: v.array(name) }))),
  links: v.optional(v.array(v.looseObject({ name, other: name }))),
});

/** Checks what `POST /_sandbox/tables` was sent. */
export const readTableOrder = (sent: Body): TableDefinition =>
  checked(table, sent) as unknown as TableDefinition;
