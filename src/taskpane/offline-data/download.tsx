import { useId } from 'preact/hooks';
import type { CopyProgress } from '../../domain/status';
import { formatDuration } from '../format';
import { usePane } from '../pane';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { MessageBar } from '../ui/message-bar';
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

/** 0, 25, 50, 75 or 100: how often progress is spoken. */
const quarter = ({ rows, total }: CopyProgress): number =>
  total === null || total === 0 ? 0 : Math.min(4, Math.floor((rows / total) * 4)) * 25;

function Progress({ progress }: { readonly progress: CopyProgress }) {
  const id = useId();
  const words = describeProgress(progress);
  const done = progress.phase === 'done';
  const total = done ? progress.rows : progress.total;
  return (
    <div class="download-progress">
      <progress
        aria-label={text.download}
        aria-valuetext={words}
        aria-describedby={id}
        max={Math.max(1, total ?? 1)}
        {...(total === null ? {} : { value: done ? Math.max(1, total) : progress.rows })}
      />
      <p class="muted" id={id}>
        {words}
      </p>
      <span class="sr-only" aria-live="polite">
        {progress.phase === 'running' && quarter(progress) > 0 && text.percent(quarter(progress))}
      </span>
    </div>
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
            app.copy.refresh().catch(() => undefined);
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
