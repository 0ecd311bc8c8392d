import { usePane } from '../pane';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { useLive } from '../use-live';
import { useNothingChosen } from '../use-nothing-chosen';
import { useCopying } from './copy-note';

const text = strings.list;

/** Why no record at all is on this computer, and the way to other ones where it is for what is chosen. */
export function NoneHere() {
  const { app, nav } = usePane();
  const nothingChosen = useNothingChosen();
  const { rows } = useLive(app.copy.standing);
  const isHere = useLive(app.copy.lastAt) !== null && rows !== 'lacking';
  // The note above the list says that they come.
  if (useCopying()) return null;
  if (!nothingChosen && !isHere) return <p class="empty">{text.none}</p>;
  return (
    <div class="empty stack">
      <p>{nothingChosen ? text.noneChosen : text.noneMatch}</p>
      <div class="row records-way">
        <Button
          icon="settings"
          onClick={() => {
            nav.open({ kind: 'chooseRecords' });
          }}
        >
          {strings.trips.choose}
        </Button>
      </div>
    </div>
  );
}
