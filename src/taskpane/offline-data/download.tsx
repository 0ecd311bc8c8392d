import { useId } from 'preact/hooks';
import type { CopyProgress } from '../../domain/status';
import { formatDuration, formatSize } from '../format';
import { usePane } from '../pane';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { MessageBar } from '../ui/message-bar';
import { ProgressBar } from '../ui/progress-bar';
import { useLive } from '../use-live';
import { useWhyOffline } from '../use-online-only';
import { DownloadTables } from './download-tables';

const text = strings.offlineData;

export function describeProgress(progress: CopyProgress): string {
  if (progress.phase === 'done') return text.complete(progress.rows);
  const left =
    progress.phase === 'running' && progress.leftMs !== null
      ? formatDuration(progress.leftMs)
      : null;
  const { phase, rows, total, bytes } = progress;
  const size = bytes > 0 ? formatSize(bytes) : null;
  const done = text.progress(text.rowsOf(rows, total), size, left);
  if (phase === 'paused') return `${text.paused}, ${done}`;
  return phase === 'canceled' ? `${text.canceledShort}, ${done}` : done;
}

function describeStop(failure: CopyProgress['failure']): string {
  if (failure === null) return text.notStored;
  if (failure === 'full') return text.full;
  const { message } = failure;
  return message === '' ? text.failed : `${text.failed} ${strings.outbox.serverSays(message)}`;
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

/** Fetching records: start, pause, resume, cancel, and how far it is. */
export function Download() {
  const { app } = usePane();
  const progress = useLive(app.copy.progress);
  const { phase } = progress;
  const underWay = phase === 'running' || phase === 'paused';
  const offline = useWhyOffline('sync');
  const id = useId();
  return (
    <div class="stack" data-phase={phase}>
      <div class="row">
        <Button
          icon="data"
          disabled={offline !== null || underWay}
          describedBy={offline === null ? undefined : id}
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
        {underWay && (
          <Button
            label={text.cancel}
            onClick={() => {
              app.copy.cancel();
            }}
          >
            {strings.cancel}
          </Button>
        )}
      </div>
      {offline !== null && (
        <p class="muted" id={id}>
          {offline}
        </p>
      )}
      {phase !== 'idle' && <Progress progress={progress} />}
      {underWay && <DownloadTables progress={progress} />}
      {underWay && <p class="muted">{text.goesOn}</p>}
      {phase === 'canceled' && <p>{text.canceled}</p>}
      {phase === 'failed' && <MessageBar tone="error">{describeStop(progress.failure)}</MessageBar>}
    </div>
  );
}
