import { useState } from 'preact/hooks';
import type { Notice as Dismissable } from '../../domain/carryon';
import { formatRecent } from '../format';
import { isOverdue, oldestOf } from '../outbox/oldest';
import { usePane } from '../pane';
import { strings } from '../strings';
import { useLive } from '../use-live';
import { useNow } from '../use-now';
import { Button } from './button';
import { LeftBehindText } from './left-behind';
import { MessageBar } from './message-bar';

const text = strings.banner;

interface NoticeProps {
  readonly of: Dismissable;
  readonly tone: 'info' | 'warning';
  readonly children: string;
}

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

/** Said until the user has dismissed it. */
function Notice({ of, tone, children }: NoticeProps) {
  return (
    <MessageBar
      tone={tone}
      action={
        // It goes away; where that cannot be remembered, it is said again next time.
        <Button onClick={() => void of.dismiss().catch(() => undefined)}>{text.seen}</Button>
      }
    >
      {children}
    </MessageBar>
  );
}

/** Said until it has been read; the outbox says it as long as it holds. */
function LeftBehind({ onSeen }: { readonly onSeen: () => void }) {
  return (
    <MessageBar tone="warning" action={<Button onClick={onSeen}>{text.seen}</Button>}>
      <LeftBehindText />
    </MessageBar>
  );
}

/** What every screen must say as long as it holds. */
export function Banners() {
  const { app, nav, shell } = usePane();
  const ready = useLive(shell.update.ready);
  const signedOut = useLive(app.sync).kind === 'signIn';
  const pinnable = useLive(shell.mail.pinnable);
  const pin = !useLive(app.pinNotice.dismissed) && pinnable;
  const oldest = oldestOf(useLive(app.outbox.entries));
  const now = useNow();
  const overdue = oldest !== null && isOverdue(oldest, now);
  const [seen, setSeen] = useState(false);
  const inOutbox = useLive(nav.at).tab === 'outbox';
  const leftBehind = useLive(app.leftBehind).length > 0 && !seen && !inOutbox;
  const takenBack = !useLive(app.takenBack.dismissed) && app.takenBack.count > 0;
  const memory = useLive(app.storage.kind) === 'memory';
  // The grid's row stays, the landmark only where it has something in it.
  if (!memory && !ready && !signedOut && !pin && !overdue && !leftBehind && !takenBack)
    return <div class="pane-banners" />;
  return (
    <section class="pane-banners" aria-label={text.name}>
      {memory && <MessageBar tone="warning">{text.memory}</MessageBar>}
      {takenBack && (
        <Notice of={app.takenBack} tone="warning">
          {text.takenBack(app.takenBack.count)}
        </Notice>
      )}
      {signedOut && <SignIn />}
      {leftBehind && (
        <LeftBehind
          onSeen={() => {
            setSeen(true);
          }}
        />
      )}
      {overdue && (
        <MessageBar tone="warning">{strings.outbox.overdue(formatRecent(oldest, now))}</MessageBar>
      )}
      {ready && <Update />}
      {pin && (
        <Notice of={app.pinNotice} tone="info">
          {text.pin}
        </Notice>
      )}
    </section>
  );
}
