import { useId } from 'preact/hooks';
import { notesIn } from '../../domain/notes-choice';
import type { Table } from '../../domain/table';
import type { Trip } from '../../domain/trip';
import type { View } from '../../domain/view';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import { AttachmentsSwitch } from './attachments-switch';
import { withFilter } from './draft';
import { SourceField } from './source-field';
import { TableChoice } from './table-choice';
import { TripSwitch } from './trip-switch';
import type { CountOf } from './use-counts';

const text = strings.trips;

interface Props {
  readonly trip: Trip;
  readonly tables: readonly Table[];
  readonly views: readonly View[];
  readonly countOf: CountOf;
  /** Its filters show. */
  readonly open: boolean;
  /** What is wrong with the name. */
  readonly problem: string | null;
  /** What is missing is told. */
  readonly checked: boolean;
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
  const { trip, tables, views, countOf, open, problem, checked, onToggle, onChange } = props;
  const name = trip.name.trim() || strings.noName;
  const notes = notesIn(tables);
  return (
    <li class="trip">
      <div class="trip-head disclosure">
        <TripSwitch trip={trip} onChange={onChange} />
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
          {trip.source && (
            <SourceField
              source={trip.source}
              onChange={(source) => {
                onChange({ ...trip, source });
              }}
            />
          )}
          <AttachmentsSwitch trip={trip} tables={tables} onChange={onChange} />
          <div class="table-choices">
            {tables.map((table) => (
              <TableChoice
                key={table.name}
                trip={trip}
                table={table}
                notes={notes}
                views={views.filter((view) => view.table === table.name)}
                countOf={countOf}
                checked={checked}
                onChange={(filter) => {
                  onChange(withFilter(trip, table.name, filter));
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
