import { useId } from 'preact/hooks';
import { keepsNotes, type Notes, takesNotes } from '../../domain/notes-choice';
import type { Table } from '../../domain/table';
import { filterOf, type TableFilter, type Trip } from '../../domain/trip';
import { strings } from '../strings';

const text = strings.trips.notes;

interface Props {
  readonly trip: Trip;
  readonly table: Table;
  readonly notes: Notes;
  readonly onChange: (filter: TableFilter) => void;
}

/** Whether the notes on a table's records come along. */
export function NotesCheck({ trip, table, notes, onChange }: Props) {
  const id = useId();
  const { notes: _, ...filter } = filterOf(trip, table);
  return (
    <div>
      <label class="check">
        <input
          type="checkbox"
          checked={takesNotes(trip, table, notes)}
          aria-describedby={id}
          onChange={({ currentTarget: { checked } }) => {
            // What goes without saying follows the trip's choice of notes.
            onChange(checked === keepsNotes(trip, notes) ? filter : { ...filter, notes: checked });
          }}
        />
        {text.bring}
      </label>
      <p class="muted check-hint" id={id}>
        {text.hint}
      </p>
    </div>
  );
}
