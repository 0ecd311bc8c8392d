import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type Condition, type Conditions, operatorsFor } from '../../domain/condition';
import type { Table } from '../../domain/table';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { conditionColumns } from './condition-columns';
import { ConditionRow } from './condition-row';

const text = strings.conditions;

interface Props {
  readonly table: Table;
  readonly conditions: Conditions | undefined;
  /** What is missing is told. */
  readonly checked: boolean;
  readonly onChange: (conditions: Conditions | undefined) => void;
}

/** A condition on the table's name, or where that has no operator on its first column. */
function newCondition(table: Table): Condition | null {
  const columns = conditionColumns(table);
  const column = columns.find(({ name }) => name === table.primaryName) ?? columns[0];
  const [operator] = column ? operatorsFor(column) : [];
  return column && operator ? { column: column.name, operator, values: [] } : null;
}

let keys = 0;
const newKey = (): number => ++keys;

/** The conditions that a table's records have to meet. */
export function ConditionList({ table, conditions, checked, onChange }: Props) {
  const id = useId();
  const list = conditions?.list ?? [];
  const [ids, setIds] = useState(() => list.map(newKey));
  const box = useRef<HTMLDivElement>(null);
  const focus = useRef<number | null>(null);
  const first = newCondition(table);

  const edit = (changed: readonly Condition[]) => {
    onChange(changed.length === 0 ? undefined : { join: conditions?.join ?? 'and', list: changed });
  };
  useLayoutEffect(() => {
    if (focus.current === null) return;
    const fields = box.current?.querySelectorAll<HTMLElement>('.condition-line > select');
    const target = fields?.[focus.current] ?? document.getElementById(`${id}-add`);
    target?.focus();
    focus.current = null;
  }, [id, list.length]);

  return (
    <div class="conditions" role="group" aria-label={text.of(table.pluralLabel)} ref={box}>
      {list.length === 0 && <p class="muted">{text.none}</p>}
      {list.length > 1 && (
        <div class="condition-join">
          <label class="field-label" for={id}>
            {text.join}
            <span class="sr-only">, {table.pluralLabel}</span>
          </label>
          <select
            id={id}
            class="input"
            value={conditions?.join}
            onChange={(event) => {
              onChange({ join: event.currentTarget.value as Conditions['join'], list });
            }}
          >
            <option value="and">{text.joins.and}</option>
            <option value="or">{text.joins.or}</option>
          </select>
        </div>
      )}
      {list.map((condition, index) => (
        <ConditionRow
          key={ids[index]}
          table={table}
          condition={condition}
          place={index + 1}
          checked={checked}
          onChange={(changed) => {
            edit(list.map((other, at) => (at === index ? changed : other)));
          }}
          onRemove={() => {
            focus.current = Math.min(index, list.length - 2);
            setIds(ids.filter((_, at) => at !== index));
            edit(list.filter((_, at) => at !== index));
          }}
        />
      ))}
      <div class="row">
        <Button
          id={`${id}-add`}
          icon="add"
          label={text.addTo(table.pluralLabel)}
          disabled={first === null}
          onClick={() => {
            if (first === null) return;
            focus.current = list.length;
            setIds([...ids, newKey()]);
            edit([...list, first]);
          }}
        >
          {text.add}
        </Button>
      </div>
    </div>
  );
}
