import { useState } from 'preact/hooks';
import { usePane } from '../pane';
import { strings } from '../strings';
import { useLive } from '../use-live';
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

/** What every screen must say as long as it holds. */
export function Banners() {
  const { app, shell } = usePane();
  const ready = useLive(shell.update.ready);
  const signedOut = useLive(app.sync).kind === 'signIn';
  const memory = app.storage === 'memory';
  // The grid's row stays, the landmark only where it has something in it.
  if (!memory && !ready && !signedOut) return <div class="pane-banners" />;
  return (
    <section class="pane-banners" aria-label={text.name}>
      {memory && <MessageBar tone="warning">{text.memory}</MessageBar>}
      {signedOut && <SignIn />}
      {ready && <Update />}
    </section>
  );
}
