import type { Trip } from '../../domain/trip';
import { strings } from '../strings';

interface Props {
  readonly trip: Trip;
  /** Element that says more of it. */
  readonly describedBy?: string | undefined;
  readonly onChange: (trip: Trip) => void;
}

/** Switches a trip on and off. */
export function TripSwitch({ trip, describedBy, onChange }: Props) {
  return (
    <label class="check">
      <input
        type="checkbox"
        role="switch"
        checked={trip.on}
        aria-describedby={describedBy}
        onChange={(event) => {
          onChange({ ...trip, on: event.currentTarget.checked });
        }}
      />
      <span dir="auto">{trip.name.trim() || strings.noName}</span>
    </label>
  );
}
