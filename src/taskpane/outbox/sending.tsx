import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import { usePane } from '../pane';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { MessageBar } from '../ui/message-bar';
import { ProgressBar } from '../ui/progress-bar';
import { useLive } from '../use-live';

const text = strings.sending;

interface Props {
  /** More buttons. */
  readonly children: ComponentChildren;
}

/** Sending at once, pausing, and how far it is. */
export function Sending({ children }: Props) {
  const { app } = usePane();
  const { outbox } = app;
  const waits = useLive(outbox.entries).length > 0;
  const paused = useLive(outbox.paused);
  const connection = useLive(app.connection.state);
  const progress = useLive(app.sending);
  const [failed, setFailed] = useState(false);
  const id = useId();
  const choose = () => {
    setFailed(false);
    (paused ? outbox.resume() : outbox.pause()).catch(() => {
      setFailed(true);
    });
  };
  return (
    <>
      <div class="row">
        <Button
          look="primary"
          icon="send"
          disabled={!waits || paused || connection === 'workingOffline'}
          describedBy={paused ? id : undefined}
          onClick={() => {
            // What comes of it shows in the entries and in the sync state.
            outbox.sendNow().catch(() => undefined);
          }}
        >
          {strings.outbox.sendNow}
        </Button>
        <Button icon={paused ? 'play' : 'pause'} onClick={choose}>
          {paused ? text.resume : text.pause}
        </Button>
        {children}
      </div>
      {paused && (
        <p class="muted" id={id}>
          {text.paused}
        </p>
      )}
      {progress && (
        <ProgressBar
          label={text.sending}
          words={text.progress(progress.done, progress.total)}
          {...progress}
          spoken={text.percent}
        />
      )}
      {failed && (
        <MessageBar tone="error" announce>
          {text.failed}
        </MessageBar>
      )}
    </>
  );
}
