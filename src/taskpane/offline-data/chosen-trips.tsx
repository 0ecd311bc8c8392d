import { chosenTrips } from '../../domain/trip';
import { usePane } from '../pane';
import { strings } from '../strings';
import { named } from '../trips/draft';
import { HeldNotice } from '../trips/held-notice';
import { Button } from '../ui/button';
import { useLive } from '../use-live';

const text = strings.trips;

/** Which trips are on, and the way to choose others. */
export function ChosenTrips() {
  const { app, nav } = usePane();
  const choice = useLive(app.trips.choice);
  const views = useLive(app.trips.views);
  const on = chosenTrips(choice, named(app.trips.organization.trips)).filter((trip) => trip.on);
  return (
    <div class="stack">
      <p class="muted">
        {on.length === 0 ? text.chosenNone : text.chosen(on.map(({ name }) => name).join(', '))}
      </p>
      <HeldNotice trips={on} views={views} />
      <div class="row">
        <Button
          icon="settings"
          onClick={() => {
            nav.open({ kind: 'chooseRecords' });
          }}
        >
          {text.choose}
        </Button>
      </div>
    </div>
  );
}
