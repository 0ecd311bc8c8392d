import { useId, useState } from 'preact/hooks';
import type { Table } from '../../domain/table';
import { isOwn, type TableFilter } from '../../domain/trip';
import type { View } from '../../domain/view';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { ColumnList } from './column-list';
import { ConditionList } from './condition-list';
import { isIncomplete } from './draft';
import { describeConditions } from './operands';
import { RowsSelect } from './rows-select';
import type { CountOf } from './use-counts';

interface Props {
  readonly table: Table;
  readonly filter: TableFilter;
  /** Of the table. */
  readonly views: readonly View[];
  readonly countOf: CountOf;
  /** What is missing is told. */
  readonly checked: boolean;
  readonly onChange: (filter: TableFilter) => void;
}

/** Which rows of a table a trip keeps, the conditions that they have to meet, and the columns that come. */
export function TableChoice({ table, filter, views, countOf, checked, onChange }: Props) {
  const id = useId();
  const [opened, setOpened] = useState(false);
  const [choosing, setChoosing] = useState(false);
  const { conditions, without = [] } = filter;
  const keeps = filter.rows !== 'none';
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
            label={strings.columns.of(table.pluralLabel)}
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
      {keeps && choosing && <ColumnList table={table} filter={filter} onChange={onChange} />}
      {keeps && !choosing && without.length > 0 && (
        <p class="table-conditions">{strings.columns.without(without.length)}</p>
      )}
    </div>
  );
}
