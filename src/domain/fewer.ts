import type { Condition, Conditions, Join, Operand, Operator } from './condition';
import { notesIn, withNotes } from './notes-choice';
import type { Table } from './table';
import { type OwnFilter, ownFilters, rowChoices, rowsKept, sourcesOf, type Trip } from './trip';
import type { TripSource } from './trip-source';

const hasAll = <T>(wider: readonly T[], narrower: readonly T[]): boolean => {
  const there = new Set(wider.map((each) => JSON.stringify(each)));
  return narrower.every((each) => there.has(JSON.stringify(each)));
};

function areWiderValues(
  operator: Operator,
  wider: readonly Operand[],
  narrower: readonly Operand[],
): boolean {
  switch (operator) {
    case 'in':
    case 'contain-values':
      return hasAll(wider, narrower);
    case 'not-in':
    case 'not-contain-values':
      return hasAll(narrower, wider);
    default:
      return hasAll([wider], [narrower]);
  }
}

/** Whether what meets the second condition meets the first one. */
const isWiderCondition = (wider: Condition, narrower: Condition): boolean =>
  wider.column === narrower.column &&
  wider.operator === narrower.operator &&
  areWiderValues(wider.operator, wider.values, narrower.values);

type Part = Condition | Conditions;

/**
 * Whether what meets the second part is sure to meet the first one, as far as the parts themselves show it; that the one
 * is the other multiplied out they do not.
 */
function isWiderPart(wider: Part, narrower: Part): boolean {
  if (isJoined(narrower, 'or')) return narrower.list.every((one) => isWiderPart(wider, one));
  if (isJoined(wider, 'and')) return wider.list.every((one) => isWiderPart(one, narrower));
  if (isJoined(narrower, 'and') && narrower.list.some((one) => isWiderPart(wider, one)))
    return true;
  if (isJoined(wider, 'or')) return wider.list.some((one) => isWiderPart(one, narrower));
  return !('list' in narrower) && !('list' in wider) && isWiderCondition(wider, narrower);
}

const isJoined = (part: Part, join: Join): part is Conditions =>
  'list' in part && part.join === join;

const areWider = (wider: OwnFilter['conditions'], narrower: OwnFilter['conditions']): boolean =>
  wider === undefined || (narrower !== undefined && isWiderPart(wider, narrower));

const isWiderFilter = (wider: OwnFilter, narrower: OwnFilter): boolean =>
  rowChoices.indexOf(wider.rows) >= rowChoices.indexOf(narrower.rows) &&
  (wider.view === undefined || wider.view.id === narrower.view?.id) &&
  areWider(wider.conditions, narrower.conditions);

const isWiderSource = (wider: TripSource, narrower: TripSource): boolean =>
  wider.kind === 'diary'
    ? narrower.kind === 'diary' && wider.days >= narrower.days
    : narrower.kind === 'people' && hasAll(wider.addresses, narrower.addresses);

/**
 * Whether trips may keep fewer rows of any table than others did: something of what those kept is not there any more, or
 * was put otherwise than by adding to it. How many rows that are, if any, only the CRM knows.
 * @param tables those that the user may read.
 */
export function mayKeepFewer(
  tables: readonly Table[],
  before: readonly Trip[],
  after: readonly Trip[],
): boolean {
  const notes = notesIn(tables);
  const noted = (trips: readonly Trip[]) =>
    notes === null ? [] : withNotes(trips, tables, notes).map(({ name }) => name);
  const isCovered = (table: Table): boolean => {
    const filters = ownFilters(after, table);
    if (filters.some((filter) => isWiderFilter(filter, { rows: 'all' }))) return true;
    const sources = sourcesOf(after, table);
    return (
      (rowsKept(before, table) === 'none' || rowsKept(after, table) !== 'none') &&
      ownFilters(before, table).every((one) =>
        filters.some((filter) => isWiderFilter(filter, one)),
      ) &&
      sourcesOf(before, table).every((one) =>
        sources.some((source) => isWiderSource(source, one)),
      ) &&
      (table !== notes?.table || hasAll(noted(after), noted(before)))
    );
  };
  return !tables.every(isCovered);
}
