import { useId } from 'preact/hooks';
import { backToOrganization, choiceOf } from '../../domain/back-to-organization';
import type { Selection, Trip } from '../../domain/trip';
import { usePane } from '../pane';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { freeName, named } from './draft';

const text = strings.trips;

interface Props {
  readonly trips: readonly Trip[];
  readonly onReset: (choice: Selection | null) => void;
}

/** Back to the organisation's trips, where they are not what holds. */
export function Reset({ trips, onReset }: Props) {
  const organization = named(usePane().app.trips.organization.trips);
  const back = backToOrganization(trips, organization, freeName);
  const isThere = JSON.stringify(back) === JSON.stringify(trips);
  const id = useId();
  return (
    <div>
      <Button
        disabled={isThere}
        describedBy={id}
        onClick={() => {
          onReset(choiceOf(back, organization));
        }}
      >
        {text.reset}
      </Button>
      <p class="muted" id={id}>
        {isThere ? text.isOrganization : text.resetKeeps}
      </p>
    </div>
  );
}
