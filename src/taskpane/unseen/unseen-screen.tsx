import { useState } from 'preact/hooks';
import { rowKey } from '../../domain/row';
import { usePane } from '../pane';
import { strings } from '../strings';
import { Beginning } from '../ui/beginning';
import { Button } from '../ui/button';
import { MessageBar } from '../ui/message-bar';
import { ScreenBar } from '../ui/screen-bar';
import { useLive } from '../use-live';
import { UnseenItem } from './unseen-item';
import '../outbox/outbox.css';

const text = strings.unseen;

/** Shown at first: what a person reads. */
const FIRST = 50;

/** What others have changed on the user's records; looking at it does not mark it as seen. */
export function UnseenScreen() {
  const { app, tell } = usePane();
  const { changes, through } = useLive(app.unseen.unseen);
  const [failed, setFailed] = useState(false);
  return (
    <>
      <ScreenBar title={text.title} />
      <div class="content stack">
        {changes.length === 0 ? (
          <p class="empty">{text.none}</p>
        ) : (
          <>
            <p class="muted">{text.intro}</p>
            <div class="row">
              <Button
                icon="check"
                onClick={() => {
                  setFailed(false);
                  app.unseen.markSeen(through).then(
                    () => {
                      tell(text.marked);
                    },
                    () => {
                      setFailed(true);
                    },
                  );
                }}
              >
                {text.markSeen}
              </Button>
            </div>
            {failed && (
              <MessageBar tone="error" announce>
                {strings.settings.notKept}
              </MessageBar>
            )}
            <Beginning items={changes} first={FIRST}>
              {(shown) => (
                <ul class="entries" aria-label={text.list}>
                  {shown.map((change) => (
                    <UnseenItem key={rowKey(change.ref)} change={change} />
                  ))}
                </ul>
              )}
            </Beginning>
          </>
        )}
      </div>
    </>
  );
}
