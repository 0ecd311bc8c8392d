import { useId } from 'preact/hooks';
import type { Table } from '../../domain/table';
import type { Trip } from '../../domain/trip';
import { formatSize } from '../format';
import { usePane } from '../pane';
import { strings } from '../strings';

const text = strings.attachments;

interface Props {
  readonly trip: Trip;
  readonly tables: readonly Table[];
  readonly onChange: (trip: Trip) => void;
}

/** Whether the files of what a trip keeps come along. */
export function AttachmentsSwitch({ trip, tables, onChange }: Props) {
  const { largest } = usePane().app.attachments;
  const id = useId();
  if (tables.every(({ file }) => file === undefined)) return null;
  return (
    <div>
      <label class="check">
        <input
          type="checkbox"
          role="switch"
          checked={trip.attachments === true}
          aria-describedby={id}
          onChange={(event) => {
            onChange({ ...trip, attachments: event.currentTarget.checked });
          }}
        />
        {text.bring}
      </label>
      <p class="muted check-hint" id={id}>
        {text.bringHint(formatSize(largest))}
      </p>
    </div>
  );
}
