import { useId, useState } from 'preact/hooks';
import { type Condition, isNegation, type Operator, operatorsFor } from '../../domain/condition';
import type { Column, Table } from '../../domain/table';
import { describeProblem } from '../form/describe-problem';
import type { Input } from '../form/draft';
import { Field } from '../form/field';
import { usePane } from '../pane';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import { useLive } from '../use-live';
import { conditionColumns } from './condition-columns';
import { operandFields, operandInputs, readOperands } from './operands';
import { amongPeople } from './people';

const text = strings.conditions;

interface Props {
  readonly table: Table;
  readonly condition: Condition;
  /** Its place, from 1. */
  readonly place: number;
  /** What is missing is told. */
  readonly checked: boolean;
  readonly onChange: (condition: Condition) => void;
  readonly onRemove: () => void;
}

/** Controls that hold the same inputs. */
const alike = (a: readonly Column[], b: readonly Column[]): boolean =>
  a.map(({ type }) => type).join() === b.map(({ type }) => type).join();

/** One condition: field, comparison and value. */
export function ConditionRow({ table, condition, place, checked, onChange, onRemove }: Props) {
  const id = useId();
  const { app } = usePane();
  const colleagues = useLive(app.colleagues);
  const columns = conditionColumns(table);
  const column = columns.find(({ name }) => name === condition.column);
  const [inputs, setInputs] = useState(() => (column ? operandInputs(column, condition) : []));

  const offered = column ? operatorsFor(column) : [];
  const suits = column !== undefined && offered.includes(condition.operator);
  // Where a column cannot be empty, that cannot be asked for either.
  const findsEmpty = suits && isNegation(condition.operator) && offered.includes('null');
  const fields = suits ? operandFields(column, condition.operator) : [];
  const problems = suits ? readOperands(column, condition.operator, inputs).problems : [];
  const named = (what: string): string => text.part(what, place, table.pluralLabel);
  const stale = column === undefined ? text.gone : suits ? null : text.unsuitable;

  const change = (to: Column, operator: Operator, now: readonly Input[]) => {
    setInputs(now);
    onChange({ column: to.name, operator, values: readOperands(to, operator, now).values });
  };
  const choose = (name: string) => {
    const to = columns.find((each) => each.name === name);
    const [operator] = to ? operatorsFor(to) : [];
    if (to && operator) change(to, operator, operandInputs(to, { operator, values: [] }));
  };
  const compare = (operator: Operator) => {
    if (!column) return;
    const stays = alike(fields, operandFields(column, operator));
    change(column, operator, stays ? inputs : operandInputs(column, { operator, values: [] }));
  };

  return (
    <div
      class="condition"
      data-part
      data-incomplete={problems.some((problem) => problem !== null) || undefined}
    >
      <div class="condition-line">
        <select
          class="input"
          aria-label={named(text.field)}
          value={condition.column}
          aria-invalid={stale !== null}
          aria-describedby={stale === null ? undefined : `${id}-stale`}
          onChange={(event) => {
            choose(event.currentTarget.value);
          }}
        >
          {column === undefined && <option value={condition.column}>{condition.column}</option>}
          {columns.map(({ name, label }) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </select>
        <Button
          look="subtle"
          icon="dismiss"
          label={text.remove(place, table.pluralLabel)}
          onClick={onRemove}
        />
      </div>
      {column && (
        <div class={`condition-values${fields.length > 1 ? ' condition-range' : ''}`}>
          <select
            class="input"
            aria-label={named(text.comparison)}
            value={condition.operator}
            aria-describedby={findsEmpty ? `${id}-empty` : undefined}
            onChange={(event) => {
              compare(event.currentTarget.value as Operator);
            }}
          >
            {!suits && (
              <option value={condition.operator}>
                {text.operator[condition.operator] ?? condition.operator}
              </option>
            )}
            {offered.map((operator) => (
              <option key={operator} value={operator}>
                {text.operator[operator]}
              </option>
            ))}
          </select>
          {fields.map((field, at) => (
            <Field
              key={`${field.name} ${field.type} ${at}`}
              id={`${id}-${at}`}
              column={{ ...field, label: named(field.label) }}
              input={inputs[at] ?? null}
              error={checked && problems[at] ? describeProblem(field, problems[at]) : null}
              currency={null}
              among={amongPeople(field, colleagues)}
              onChange={(input) => {
                change(
                  column,
                  condition.operator,
                  fields.map((_, n) => (n === at ? input : (inputs[n] ?? null))),
                );
              }}
            />
          ))}
        </div>
      )}
      {findsEmpty && (
        <p class="muted" id={`${id}-empty`}>
          {text.emptyToo}
        </p>
      )}
      {stale !== null && (
        <p class="field-error" id={`${id}-stale`}>
          <Icon name="error" />
          {stale}
        </p>
      )}
    </div>
  );
}
