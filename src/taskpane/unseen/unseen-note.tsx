import { usePane } from '../pane';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { useLive } from '../use-live';
import './unseen-note.css';

const text = strings.unseen;

/** Above a list of records: that others have changed some of them. It is gone once dismissed, until there is more. */
export function UnseenNote() {
  const { app, nav } = usePane();
  const { changes, through, dismissed } = useLive(app.unseen.unseen);
  if (changes.length === 0 || dismissed) return null;
  return (
    <div class="unseen-note">
      <button
        type="button"
        class="link"
        onClick={() => {
          nav.open({ kind: 'unseen' });
        }}
      >
        {text.changed(changes.length)}
      </button>
      <Button
        look="subtle"
        icon="dismiss"
        label={text.dismiss}
        // Where that cannot be kept, the note stays.
        onClick={() => void app.unseen.dismiss(through).catch(() => undefined)}
      />
    </div>
  );
}
