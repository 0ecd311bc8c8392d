import { usePane } from '../pane';
import { strings } from '../strings';
import { DIARY_DAYS, lacksDiary, withDiary } from '../trips/draft';
import { HeldNotice } from '../trips/held-notice';
import { useReadable } from '../trips/use-readable';
import { useTripsAtOnce } from '../trips/use-trips-at-once';
import { Button } from '../ui/button';
import { MessageBar } from '../ui/message-bar';
import { useLive } from '../use-live';

const text = strings.trips;

/** Which trips are on, and the way to choose others. */
export function ChosenTrips() {
  const { app, nav } = usePane();
  const tables = useReadable();
  const { trips, add, undo, failed } = useTripsAtOnce();
  const views = useLive(app.trips.views);
  const on = trips.filter((trip) => trip.on);
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
        {lacksDiary(trips, tables) && (
          <Button
            icon="plane"
            onClick={() => {
              add(withDiary(trips), (later) => text.atOnce.diaryAdded(DIARY_DAYS, later));
            }}
          >
            {text.atOnce.diary(DIARY_DAYS)}
          </Button>
        )}
        {undo !== null && <Button onClick={undo}>{text.atOnce.undo}</Button>}
      </div>
      {failed && (
        <MessageBar tone="error" announce>
          {strings.settings.notKept}
        </MessageBar>
      )}
    </div>
  );
}
