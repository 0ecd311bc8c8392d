import { useState } from 'preact/hooks';
import { formatRecent } from '../format';
import { isOverdue, oldestOf } from '../outbox/oldest';
import { usePane } from '../pane';
import { strings } from '../strings';
import { useLive } from '../use-live';
import { useNow } from '../use-now';
import { Button } from './button';
import { MessageBar } from './message-bar';

const text = strings.banner;

function SignIn() {
  const { app } = usePane();
  const [failed, setFailed] = useState(false);
  return (
    <MessageBar
      tone="warning"
      action={
        <Button
          onClick={() => {
            setFailed(false);
            app.signIn().catch(() => {
              setFailed(true);
            });
          }}
        >
          {text.signIn}
        </Button>
      }
    >
      {failed ? text.signInFailed : text.signedOut}
    </MessageBar>
  );
}

function Update() {
  const { nav, shell } = usePane();
  return (
    <MessageBar
      tone="info"
      action={
        <Button
          onClick={() => {
            nav.leaveAll(() => void shell.update.apply());
          }}
        >
          {text.updateNow}
        </Button>
      }
    >
      {text.update}
    </MessageBar>
  );
}

function Pin() {
  const { app } = usePane();
  return (
    <MessageBar
      tone="info"
      action={
        // It goes away; where that cannot be remembered, it is said again next time.
        <Button onClick={() => void app.pinNotice.dismiss().catch(() => undefined)}>
          {text.pinSeen}
        </Button>
      }
    >
      {text.pin}
    </MessageBar>
  );
}

/** What every screen must say as long as it holds. */
export function Banners() {
  const { app, shell } = usePane();
  const ready = useLive(shell.update.ready);
  const signedOut = useLive(app.sync).kind === 'signIn';
  const pinnable = useLive(shell.mail.pinnable);
  const pin = !useLive(app.pinNotice.dismissed) && pinnable;
  const oldest = oldestOf(useLive(app.outbox.entries));
  const now = useNow();
  const overdue = oldest !== null && isOverdue(oldest, now);
  const memory = app.storage === 'memory';
  // The grid's row stays, the landmark only where it has something in it.
  if (!memory && !ready && !signedOut && !pin && !overdue) return <div class="pane-banners" />;
  return (
    <section class="pane-banners" aria-label={text.name}>
      {memory && <MessageBar tone="warning">{text.memory}</MessageBar>}
      {signedOut && <SignIn />}
      {overdue && (
        <MessageBar tone="warning">{strings.outbox.overdue(formatRecent(oldest, now))}</MessageBar>
      )}
      {ready && <Update />}
      {pin && <Pin />}
    </section>
  );
}
