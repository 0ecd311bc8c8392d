import type { Table } from '../../domain/table';
import { choicesFor, type RowChoice, type TableFilter } from '../../domain/trip';
import type { View, ViewRef } from '../../domain/view';
import { strings } from '../strings';
import type { CountOf } from './use-counts';

const text = strings.trips;

interface Props {
  readonly id: string;
  readonly table: Table;
  readonly filter: TableFilter;
  /** Of the table. */
  readonly views: readonly View[];
  readonly countOf: CountOf;
  readonly onChange: (filter: TableFilter) => void;
}

const kinds = ['userquery', 'savedquery'] as const;

/** The rows of a table that are kept: whose they are, or those of a view of the CRM. */
export function RowsSelect({ id, table, filter, views, countOf, onChange }: Props) {
  const { view: chosen, ...withoutView } = filter;
  const counted = (name: string, of: TableFilter): string => {
    const found = countOf(table, of);
    return found ? text.counted(name, found.count, found.more) : name;
  };
  const known = chosen === undefined || views.some((view) => view.id === chosen.id);
  /** What the CRM has not told of is offered as far as it is chosen. */
  const offered: readonly (ViewRef & Partial<View>)[] = known ? views : [chosen, ...views];

  const choose = (value: string) => {
    const view = offered.find((each) => each.id === value);
    if (view === undefined) onChange({ ...withoutView, rows: value as RowChoice });
    else {
      const { kind, name } = view;
      onChange({ ...withoutView, rows: 'all', view: { kind, id: view.id, name } });
    }
  };
  return (
    <select
      id={id}
      class="input"
      value={chosen?.id ?? filter.rows}
      onChange={(event) => {
        choose(event.currentTarget.value);
      }}
    >
      {choicesFor(table).map((rows) => (
        <option key={rows} value={rows}>
          {counted(text.rows[rows], { ...withoutView, rows })}
        </option>
      ))}
      {kinds
        .map((kind) => ({ kind, of: offered.filter((view) => view.kind === kind) }))
        .filter(({ of }) => of.length > 0)
        .map(({ kind, of }) => (
          <optgroup key={kind} label={text.views[kind]}>
            {of.map(({ id: view, name, condition }) => (
              <option key={view} value={view} disabled={condition === null}>
                {condition === null
                  ? text.notPossible(name)
                  : view === chosen?.id
                    ? counted(name, filter)
                    : name}
              </option>
            ))}
          </optgroup>
        ))}
    </select>
  );
}
