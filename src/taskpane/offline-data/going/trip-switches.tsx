import { useId } from 'preact/hooks';
import type { Trip } from '../../../domain/trip';
import { strings } from '../../strings';
import { TripSwitch } from '../../trips/trip-switch';
import { describeAlone, type Told } from './describe';

interface Props {
  readonly trips: readonly Trip[];
  /** What each would bring by itself, in their order, as far as it is to be told. */
  readonly alone: readonly (Told | null)[];
  readonly onChange: (trips: readonly Trip[]) => void;
}

/** Which trips come along. */
export function TripSwitches({ trips, alone, onChange }: Props) {
  const id = useId();
  return (
    <ul class="trip-switches" aria-label={strings.trips.list}>
      {trips.map((trip, index) => {
        const cost = alone[index] ?? null;
        return (
          <li key={index}>
            <TripSwitch
              trip={trip}
              describedBy={cost === null ? undefined : `${id}-${index}`}
              onChange={(changed) => {
                onChange(trips.map((other, at) => (at === index ? changed : other)));
              }}
            />
            {cost !== null && (
              <p class="muted check-hint" id={`${id}-${index}`}>
                {describeAlone(cost)}
              </p>
            )}
          </li>
        );
      })}
    </ul>
  );
}
