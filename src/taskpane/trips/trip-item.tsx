import { useId } from 'preact/hooks';
import type { Table } from '../../domain/table';
import { rowsOf, type Trip } from '../../domain/trip';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import { withRows } from './draft';
import { TableChoice } from './table-choice';
import type { CountOf } from './use-counts';

const text = strings.trips;

interface Props {
  readonly trip: Trip;
  readonly tables: readonly Table[];
  readonly countOf: CountOf;
  /** Its filters show. */
  readonly open: boolean;
  /** What is wrong with the name. */
  readonly problem: string | null;
  readonly onToggle: () => void;
  readonly onChange: (trip: Trip) => void;
  readonly onDuplicate: () => void;
  readonly onDelete: () => void;
}

function Name({ trip, problem, onChange }: Pick<Props, 'trip' | 'problem' | 'onChange'>) {
  const id = useId();
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {text.name}
      </label>
      <input
        id={id}
        class="input"
        data-trip-name
        maxLength={100}
        value={trip.name}
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? undefined : `${id}-problem`}
        onInput={(event) => {
          onChange({ ...trip, name: event.currentTarget.value });
        }}
      />
      {problem !== null && (
        <p class="field-error" id={`${id}-problem`}>
          <Icon name="error" />
          {problem}
        </p>
      )}
    </div>
  );
}

/** One trip: its switch, and what it keeps of each table. */
export function TripItem(props: Props) {
  const { trip, tables, countOf, open, problem, onToggle, onChange } = props;
  const name = trip.name.trim() || strings.noName;
  return (
    <li class="trip">
      <div class="trip-head">
        <label class="check">
          <input
            type="checkbox"
            role="switch"
            checked={trip.on}
            onChange={(event) => {
              onChange({ ...trip, on: event.currentTarget.checked });
            }}
          />
          <span dir="auto">{name}</span>
        </label>
        <Button
          look="subtle"
          label={strings.outbox.of(text.filters, name)}
          icon="chevronDown"
          expanded={open}
          onClick={onToggle}
        >
          {text.filters}
        </Button>
      </div>
      {open && (
        <div class="stack">
          <Name trip={trip} problem={problem} onChange={onChange} />
          <div class="table-choices">
            {tables.map((table) => (
              <TableChoice
                key={table.name}
                table={table}
                rows={rowsOf(trip, table)}
                countOf={countOf}
                onChange={(rows) => {
                  onChange(withRows(trip, table.name, rows));
                }}
              />
            ))}
          </div>
          <div class="row">
            <Button label={strings.outbox.of(text.duplicate, name)} onClick={props.onDuplicate}>
              {text.duplicate}
            </Button>
            <Button
              icon="delete"
              label={strings.outbox.of(text.delete, name)}
              onClick={props.onDelete}
            >
              {text.delete}
            </Button>
          </div>
        </div>
      )}
    </li>
  );
}
