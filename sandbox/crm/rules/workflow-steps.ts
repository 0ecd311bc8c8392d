import { faults } from '../errors';
import type { Table } from '../model/model';
import type { Organization } from '../organization';

type Values = Readonly<Record<string, unknown>>;

/**
 * What a workflow does, one after the other. In texts, `{column}` stands for the record's value, for a lookup
 * `accounts(<id>)`; `{record}` stands for the record.
 */
export type Step =
  /** Changes the record: properties as in a PATCH. */
  | { readonly step: 'set'; readonly values: Values }
  /** Makes a row: properties as in a POST. */
  | { readonly step: 'create'; readonly table: string; readonly values: Values }
  /** Tells the record's owner. */
  | { readonly step: 'notify'; readonly title: string; readonly body?: string }
  /** Waits until the date in this column of the record. */
  | { readonly step: 'wait'; readonly until: string }
  /** Ends the run well unless the column has this value. */
  | { readonly step: 'check'; readonly column: string; readonly equals: string | number }
  | { readonly step: 'fail'; readonly message: string };

const isObject = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function isStep({ model }: Organization, table: Table, value: unknown): value is Step {
  if (!isObject(value)) return false;
  switch (value['step']) {
    case 'set':
      return isObject(value['values']);
    case 'create':
      return model.tables.has(String(value['table'])) && isObject(value['values']);
    case 'notify':
      return typeof value['title'] === 'string';
    case 'wait':
      return table.columns.get(String(value['until']))?.type === 'date';
    case 'check':
      return table.columns.has(String(value['column']));
    case 'fail':
      return typeof value['message'] === 'string';
    default:
      return false;
  }
}

/** The steps in a workflow's definition. Throws where it has none, or one that cannot be done. */
export function readSteps(organization: Organization, table: Table, definition: unknown): Step[] {
  let steps: unknown;
  try {
    steps = JSON.parse(typeof definition === 'string' ? definition : '');
  } catch {
    steps = null;
  }
  if (!Array.isArray(steps) || steps.length === 0)
    throw faults.argument('The clientdata of a workflow is a list of steps in JSON.');
  return steps.map((each: unknown) => {
    if (!isStep(organization, table, each))
      throw faults.argument(`The step ${JSON.stringify(each).slice(0, 200)} cannot be done.`);
    return each;
  });
}
