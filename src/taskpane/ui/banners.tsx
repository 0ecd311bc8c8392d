import { usePane } from '../pane';
import { strings } from '../strings';
import { useLive } from '../use-live';
import { Button } from './button';
import { MessageBar } from './message-bar';

/** What every screen must say as long as it holds. */
export function Banners() {
  const { app, nav, shell } = usePane();
  const ready = useLive(shell.update.ready);
  const memory = app.storage === 'memory';
  // The grid's row stays, the landmark only where it has something in it.
  if (!memory && !ready) return <div class="pane-banners" />;
  return (
    <section class="pane-banners" aria-label={strings.banner.name}>
      {memory && <MessageBar tone="warning">{strings.banner.memory}</MessageBar>}
      {ready && (
        <MessageBar
          tone="info"
          action={
            <Button
              onClick={() => {
                nav.leaveAll(() => void shell.update.apply());
              }}
            >
              {strings.banner.updateNow}
            </Button>
          }
        >
          {strings.banner.update}
        </MessageBar>
      )}
    </section>
  );
}
