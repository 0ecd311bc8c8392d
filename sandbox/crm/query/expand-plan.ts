import { faults } from '../errors';
import { linkSide, type LinkSide } from '../write/links';
import type { Column, Model, Table } from '../model/model';
import { parseExpand, parseOptions, type Expansion, type QueryOptions } from './query-options';

interface Common {
  readonly property: string;
  /** As written, for the links that lead on. */
  readonly written: ReadonlyMap<string, string>;
}

/** A row at the end of a lookup; several targets where one property serves several tables (ownerid). */
export interface SinglePlan extends Common {
  readonly kind: 'single';
  readonly column: Column;
  readonly ref: boolean;
  readonly targets: readonly Target[];
}

interface Target {
  readonly table: Table;
  readonly options: QueryOptions;
  readonly plans: readonly Plan[];
}

/** Rows of a 1:N relationship (by the lookup on their side) or of an N:N one. */
export interface CollectionPlan extends Common, Target {
  readonly kind: 'collection';
  readonly column: Column | null;
  readonly side: LinkSide | null;
}

export type Plan = SinglePlan | CollectionPlan;

export interface Planned {
  readonly plans: readonly Plan[];
  /** An $expand inside another, anywhere in the query. */
  readonly nested: boolean;
}

/** Source: Microsoft's "Join tables using OData", as are the rules and texts below. */
const most = 15;

const onlySelectAndFilter = () =>
  faults.query(
    'Only $select and $filter clause can be provided while doing $expand on many-to-one relationship or nested one-to-many relationship.',
  );

/** How many properties are expanded, at whatever depth; stops counting where there are too many. */
function countOf(expansions: readonly Expansion[], limit: number): number {
  let count = expansions.length;
  for (const { options } of expansions) {
    if (count > limit) return count;
    const inner = options.get('$expand');
    if (inner !== undefined) count += countOf(parseExpand(inner), limit - count);
  }
  return count;
}

const nests = ({ options }: Expansion): boolean => options.has('$expand');

function innerOptions(table: Table, { options }: Expansion): QueryOptions {
  for (const name of ['$count', '$skiptoken', '$apply'])
    if (options.has(name))
      throw faults.query(`The query parameter '${name}' is not supported in $expand.`);
  return parseOptions(table, options);
}

class Planner {
  constructor(
    readonly model: Model,
    readonly nested: boolean,
  ) {}

  plans(table: Table, expansions: readonly Expansion[], depth: number): Plan[] {
    const plans = expansions.map((expansion) => this.#plan(table, expansion));
    const links = plans.filter((plan) => plan.kind === 'collection' && plan.side).length;
    if (links > 0 && (this.nested || depth > 0 || links < plans.length))
      throw faults.query(
        'An $expand of a many-to-many relationship can neither be nested nor stand beside one of another relationship.',
      );
    return plans;
  }

  #target(table: Table, expansion: Expansion): Target {
    const options = innerOptions(table, expansion);
    return { table, options, plans: this.plans(table, options.expand, 1) };
  }

  #plan(table: Table, expansion: Expansion): Plan {
    const { property, ref, options: written } = expansion;
    const way = table.navigation.get(property);
    if (way) {
      if (written.has('$orderby') || written.has('$top')) throw onlySelectAndFilter();
      const targets = (way.target === null ? way.column.targets : [way.target]).flatMap((name) => {
        const target = this.model.tables.get(name);
        return target ? [this.#target(target, expansion)] : [];
      });
      return { kind: 'single', property, written, column: way.column, ref, targets };
    }
    const collection = this.model.collection(table, property);
    const side = collection ? null : linkSide(this.model, table, property);
    const other = collection?.table ?? side?.other;
    if (!other) throw faults.noProperty(property, table.name);
    if (ref)
      throw faults.query('Expand with $ref is only supported on lookup type navigation property.');
    if (this.nested && (written.has('$orderby') || written.has('$top')))
      throw onlySelectAndFilter();
    return {
      kind: 'collection',
      property,
      written,
      column: collection?.column ?? null,
      side,
      ...this.#target(other, expansion),
    };
  }
}

/** What an $expand asks for, checked. Throws what Dataverse does not allow. */
export function planExpand(model: Model, table: Table, expansions: readonly Expansion[]): Planned {
  if (countOf(expansions, most) > most)
    throw faults.query(`The number of expanded properties is more than ${most}.`);
  const nested = expansions.some(nests);
  return { plans: new Planner(model, nested).plans(table, expansions, 0), nested };
}
