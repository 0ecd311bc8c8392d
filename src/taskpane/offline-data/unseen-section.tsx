import { usePane } from '../pane';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { useLive } from '../use-live';

const text = strings.unseen;

/** Whether others have changed records of the user's, and the way to what they changed. */
export function UnseenSection() {
  const { app, nav } = usePane();
  const { changes } = useLive(app.unseen.unseen);
  return (
    <section class="data-section">
      <h2 class="section-title">{text.title}</h2>
      <p>{changes.length === 0 ? text.none : `${text.changed(changes.length)}.`}</p>
      {changes.length > 0 && (
        <div class="row">
          <Button
            icon="clock"
            onClick={() => {
              nav.open({ kind: 'unseen' });
            }}
          >
            {text.show}
          </Button>
        </div>
      )}
    </section>
  );
}
