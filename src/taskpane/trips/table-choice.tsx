import { useId } from 'preact/hooks';
import type { Table } from '../../domain/table';
import { choicesFor, type RowChoice } from '../../domain/trip';
import { strings } from '../strings';
import type { CountOf } from './use-counts';

const text = strings.trips;

interface Props {
  readonly table: Table;
  readonly rows: RowChoice;
  readonly countOf: CountOf;
  readonly onChange: (rows: RowChoice) => void;
}

/** Which rows of a table a trip keeps. */
export function TableChoice({ table, rows, countOf, onChange }: Props) {
  const id = useId();
  const label = (choice: RowChoice): string => {
    const found = countOf(table, choice);
    return found ? text.counted(text.rows[choice], found.count, found.more) : text.rows[choice];
  };
  return (
    <div class="table-choice">
      <label class="field-label" for={id}>
        {table.pluralLabel}
      </label>
      <select
        id={id}
        class="input"
        value={rows}
        onChange={(event) => {
          onChange(event.currentTarget.value as RowChoice);
        }}
      >
        {choicesFor(table).map((choice) => (
          <option key={choice} value={choice}>
            {label(choice)}
          </option>
        ))}
      </select>
    </div>
  );
}
