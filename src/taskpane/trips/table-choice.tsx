import { useId, useState } from 'preact/hooks';
import type { Table } from '../../domain/table';
import { mayHaveNotes, type Notes } from '../../domain/notes-choice';
import { filterOf, isOwn, type TableFilter, type Trip } from '../../domain/trip';
import type { View } from '../../domain/view';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { ColumnList } from './column-list';
import { ConditionList } from './condition-list';
import { isIncomplete } from './draft';
import { describeConditions } from './operands';
import { NotesCheck } from './notes-check';
import { RowsSelect } from './rows-select';
import type { CountOf } from './use-counts';

interface Props {
  readonly trip: Trip;
  readonly table: Table;
  /** Null: the user has none. */
  readonly notes: Notes | null;
  /** Of the table. */
  readonly views: readonly View[];
  readonly countOf: CountOf;
  /** What is missing is told. */
  readonly checked: boolean;
  readonly onChange: (filter: TableFilter) => void;
}

/** Which rows of a table a trip keeps, the conditions that they have to meet, and the columns and notes that come. */
export function TableChoice({ trip, table, notes, views, countOf, checked, onChange }: Props) {
  const filter = filterOf(trip, table);
  const id = useId();
  const [opened, setOpened] = useState(false);
  const [choosing, setChoosing] = useState(false);
  const { conditions, without = [] } = filter;
  const keeps = filter.rows !== 'none';
  const noted = notes !== null && mayHaveNotes(notes, table) ? notes : null;
  const columns = strings.columns[noted === null ? 'of' : 'andNotesOf'](table.pluralLabel);
  const summary = [
    ...(without.length > 0 ? [strings.columns.without(without.length)] : []),
    ...(noted !== null && filter.notes !== undefined
      ? [strings.trips.notes[filter.notes ? 'with' : 'without']]
      : []),
  ];
  const open = opened || (checked && isIncomplete(filter, table));
  return (
    <div class="table-choice">
      <label class="field-label" for={id}>
        {table.pluralLabel}
      </label>
      <div class="table-rows">
        <RowsSelect
          id={id}
          table={table}
          filter={filter}
          views={views}
          countOf={countOf}
          onChange={onChange}
        />
        {isOwn(filter) && (
          <Button
            look="subtle"
            icon="filter"
            label={strings.conditions.of(table.pluralLabel)}
            expanded={open}
            onClick={() => {
              setOpened(!open);
            }}
          />
        )}
        {keeps && (
          <Button
            look="subtle"
            icon="columns"
            label={columns}
            expanded={choosing}
            onClick={() => {
              setChoosing(!choosing);
            }}
          />
        )}
      </div>
      {isOwn(filter) && open && (
        <ConditionList
          table={table}
          conditions={conditions}
          checked={checked}
          onChange={(changed) => {
            // It stays open when the last thing that was wrong is right.
            setOpened(true);
            const { conditions: _, ...others } = filter;
            onChange(changed === undefined ? others : { ...others, conditions: changed });
          }}
        />
      )}
      {isOwn(filter) && !open && conditions !== undefined && (
        <p class="table-conditions">{describeConditions(table, conditions)}</p>
      )}
      {keeps && choosing && (
        <ColumnList heading={columns} table={table} filter={filter} onChange={onChange}>
          {noted && <NotesCheck trip={trip} table={table} notes={noted} onChange={onChange} />}
        </ColumnList>
      )}
      {keeps && !choosing && summary.length > 0 && (
        <p class="table-conditions">{summary.join(', ')}</p>
      )}
    </div>
  );
}
