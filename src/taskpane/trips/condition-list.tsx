import { useId } from 'preact/hooks';
import { type Conditions, conditionsIn, isGroup, type Join } from '../../domain/condition';
import type { Table } from '../../domain/table';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { GroupOfConditions } from './condition-group';
import { ConditionRow } from './condition-row';
import { newCondition } from './new-condition';
import { useParts } from './use-parts';

const text = strings.conditions;

interface Props {
  readonly table: Table;
  readonly conditions: Conditions | undefined;
  /** What is missing is told. */
  readonly checked: boolean;
  readonly onChange: (conditions: Conditions | undefined) => void;
}

/** A group is joined the other way: else its conditions could as well stand outside. */
const otherWay = (join: Join): Join => (join === 'and' ? 'or' : 'and');

/** The conditions that a table's records have to meet. */
export function ConditionList({ table, conditions, checked, onChange }: Props) {
  const id = useId();
  const { join, list }: Conditions = conditions ?? { join: 'and', list: [] };
  const parts = useParts(list, `${id}-add`, (changed) => {
    onChange(changed.length === 0 ? undefined : { join, list: changed });
  });
  const first = newCondition(table);
  const rejoin = (chosen: Join) => {
    const joined = list.map((part) => (isGroup(part) ? { ...part, join: otherWay(chosen) } : part));
    onChange({ join: chosen, list: joined });
  };

  return (
    <div class="conditions" role="group" aria-label={text.of(table.pluralLabel)} ref={parts.box}>
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
            value={join}
            onChange={(event) => {
              rejoin(event.currentTarget.value as Join);
            }}
          >
            <option value="and">{text.joins.and}</option>
            <option value="or">{text.joins.or}</option>
          </select>
        </div>
      )}
      {list.map((part, index) => {
        const before = list.slice(0, index);
        const place = conditionsIn({ list: before }).length + 1;
        const remove = () => {
          parts.remove(index);
        };
        return isGroup(part) ? (
          <GroupOfConditions
            key={parts.ids[index]}
            table={table}
            group={part}
            number={before.filter(isGroup).length + 1}
            place={place}
            checked={checked}
            onChange={(changed) => {
              parts.change(index, changed);
            }}
            onRemove={remove}
          />
        ) : (
          <ConditionRow
            key={parts.ids[index]}
            table={table}
            condition={part}
            place={place}
            checked={checked}
            onChange={(changed) => {
              parts.change(index, changed);
            }}
            onRemove={remove}
          />
        );
      })}
      <div class="row">
        <Button
          id={`${id}-add`}
          icon="add"
          label={text.addTo(table.pluralLabel)}
          disabled={first === null}
          onClick={() => {
            if (first !== null) parts.add(first);
          }}
        >
          {text.add}
        </Button>
        {list.length > 0 && first !== null && (
          <Button
            look="subtle"
            label={text.addGroupTo(table.pluralLabel)}
            onClick={() => {
              parts.add({ join: otherWay(join), list: [first] });
            }}
          >
            {text.addGroup}
          </Button>
        )}
      </div>
    </div>
  );
}
