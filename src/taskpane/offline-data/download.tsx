import type { CopyProgress } from '../../domain/status';
import { formatDuration } from '../format';
import { usePane } from '../pane';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { MessageBar } from '../ui/message-bar';
import { ProgressBar } from '../ui/progress-bar';
import { useLive } from '../use-live';

const text = strings.offlineData;

export function describeProgress(progress: CopyProgress): string {
  if (progress.phase === 'done') return text.complete(progress.rows);
  const left =
    progress.phase === 'running' && progress.leftMs !== null
      ? formatDuration(progress.leftMs)
      : null;
  const done = text.progress(progress.rows, progress.total, left);
  return progress.phase === 'paused' ? `${text.paused}, ${done}` : done;
}

function Progress({ progress }: { readonly progress: CopyProgress }) {
  const { phase, rows, total } = progress;
  const done = phase === 'done';
  return (
    <ProgressBar
      label={text.download}
      words={describeProgress(progress)}
      done={done ? Math.max(1, rows) : rows}
      total={done ? rows : total}
      spoken={phase === 'running' ? text.percent : null}
    />
  );
}

/** Fetching records: start, pause, resume, and how far it is. */
export function Download() {
  const { app } = usePane();
  const progress = useLive(app.copy.progress);
  const connection = useLive(app.connection.state);
  const { phase } = progress;
  const reachable = connection === 'online' || connection === 'connecting';
  return (
    <div class="stack" data-phase={phase}>
      <div class="row">
        <Button
          icon="data"
          disabled={!reachable || phase === 'running' || phase === 'paused'}
          onClick={() => {
            // How it ends shows in the progress.
            app.copy.refresh(true).catch(() => undefined);
          }}
        >
          {text.download}
        </Button>
        {phase === 'running' && (
          <Button
            icon="pause"
            onClick={() => {
              app.copy.pause();
            }}
          >
            {text.pause}
          </Button>
        )}
        {phase === 'paused' && (
          <Button
            icon="play"
            onClick={() => {
              app.copy.resume();
            }}
          >
            {text.resume}
          </Button>
        )}
      </div>
      {phase !== 'idle' && <Progress progress={progress} />}
      {phase === 'failed' && (
        <MessageBar tone="error">
          {progress.failure ? text.failed : text.notStored}
          {progress.failure?.message
            ? ` ${strings.outbox.serverSays(progress.failure.message)}`
            : ''}
        </MessageBar>
      )}
    </div>
  );
}
