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

/** Rows, and behind them files: "12,480 of 12,480 rows, 3 of 12 attachments, 4.2 MB of 20 MB". */
function describeFiles({ attachments, phase }: CopyProgress): string | null {
  if (attachments === null) return null;
  const { done, total, bytes, totalBytes } = attachments;
  if (phase === 'done' && done === total) return strings.attachments.complete(total);
  return strings.attachments.progress(done, total, formatSize(bytes), formatSize(totalBytes));
}

export function describeProgress(progress: CopyProgress): string {
  const files = describeFiles(progress);
  if (progress.phase === 'done')
    return [...(files === null ? [] : [files]), text.complete(progress.rows)].join(', ');
  const left =
    progress.phase === 'running' && progress.leftMs !== null
      ? formatDuration(progress.leftMs)
      : null;
  const { phase, rows, total, bytes } = progress;
  const size = bytes > 0 && files === null ? formatSize(bytes) : null;
  const done = text.progress([text.rowsOf(rows, total), files, size], left);
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
  const { phase, rows, total, attachments } = progress;
  const ended = phase === 'done';
  const [there, all] =
    attachments === null ? [rows, total] : [attachments.bytes, attachments.totalBytes];
  return (
    <ProgressBar
      label={text.download}
      words={describeProgress(progress)}
      done={ended ? Math.max(1, there) : there}
      total={ended ? there : all}
      spoken={phase === 'running' ? text.percent : null}
    />
  );
}

interface Props {
  /** That there is no space for all files stands elsewhere on the screen. */
  readonly spaceIsTold: boolean;
}

/** Fetching records: start, pause, resume, cancel, and how far it is. */
export function Download({ spaceIsTold }: Props) {
  const { app } = usePane();
  const progress = useLive(app.copy.progress);
  const { phase } = progress;
  const underWay = phase === 'running' || phase === 'paused';
  const { full = false, done = 0, total = 0 } = progress.attachments ?? {};
  const missing = full && !spaceIsTold ? total - done : 0;
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
      {missing > 0 && <MessageBar tone="warning">{strings.attachments.full(missing)}</MessageBar>}
      {phase === 'failed' && <MessageBar tone="error">{describeStop(progress.failure)}</MessageBar>}
    </div>
  );
}
