import { useId } from 'preact/hooks';
import type { ConditionGroup } from '../../domain/condition';
import type { Table } from '../../domain/table';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { ConditionRow } from './condition-row';
import { newCondition } from './new-condition';
import { useParts } from './use-parts';

const text = strings.conditions;

interface Props {
  readonly table: Table;
  readonly group: ConditionGroup;
  /** Its number among the groups, from 1. */
  readonly number: number;
  /** That of its first condition among all, from 1. */
  readonly place: number;
  /** What is missing is told. */
  readonly checked: boolean;
  readonly onChange: (group: ConditionGroup) => void;
  /** Its last condition has been removed. */
  readonly onRemove: () => void;
}

/** Conditions that count as one among others. */
export function GroupOfConditions(props: Props) {
  const { table, group, number, place, checked, onChange, onRemove } = props;
  const { join, list } = group;
  const id = useId();
  const first = newCondition(table);
  const parts = useParts(list, id, (changed) => {
    if (changed.length === 0) onRemove();
    else onChange({ join, list: changed });
  });
  return (
    <div
      class="condition-group"
      role="group"
      aria-label={text.group(number, text.groupJoins[join], table.pluralLabel)}
      data-part
      ref={parts.box}
    >
      <p class="field-label">{text.groupJoins[join]}</p>
      {list.map((condition, index) => (
        <ConditionRow
          key={parts.ids[index]}
          table={table}
          condition={condition}
          place={place + index}
          checked={checked}
          onChange={(changed) => {
            parts.change(index, changed);
          }}
          onRemove={() => {
            parts.remove(index);
          }}
        />
      ))}
      <div class="row">
        <Button
          id={id}
          icon="add"
          label={text.addToGroup(number, table.pluralLabel)}
          disabled={first === null}
          onClick={() => {
            if (first !== null) parts.add(first);
          }}
        >
          {text.add}
        </Button>
      </div>
    </div>
  );
}
