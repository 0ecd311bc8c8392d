import { activityColumns } from './activities';
import type { Attribute } from './attribute';
import type { Table } from '../domain/table';
import type { TableDefinition } from './table-definition';

const always: ReadonlySet<string> = new Set([
  'ownerid',
  'owningbusinessunit',
  'statecode',
  'statuscode',
  'createdon',
  'modifiedon',
  'transactioncurrencyid',
  'masterid',
]);

/** Dataverse's own bookkeeping, which no user fills in. */
const bookkeeping =
  /^(importsequencenumber|overriddencreatedon|timezoneruleversionnumber|utcconversiontimezonecode|exchangerate|traversedpath|processid|stageid|.*_base)$/;

const emailAddress = /^(internal)?emailaddress\d?$/;

/**
 * Which of a table's columns the model keeps: those that Carryon itself needs and those on the form;
 * without a form, all that a user can fill in.
 * @param file where its rows may have one, whose name and size are kept too.
 * @param onForm names of the form's columns; null where the table has no readable form.
 */
export function isKept(
  table: TableDefinition,
  { column, businessRequired }: Attribute,
  file: Table['file'] | null,
  onForm: ReadonlySet<string> | null,
): boolean {
  const { name, canCreate, canUpdate } = column;
  return (
    name === table.primaryId ||
    name === table.primaryName ||
    always.has(name) ||
    name === file?.name ||
    name === file?.size ||
    emailAddress.test(name) ||
    businessRequired ||
    (table.isActivity && activityColumns.has(name)) ||
    (onForm === null ? (canCreate || canUpdate) && !bookkeeping.test(name) : onForm.has(name))
  );
}
