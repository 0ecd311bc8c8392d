import { useId } from 'preact/hooks';
import { type CopyProgress, isUnderWay } from '../../domain/status';
import { usePane } from '../pane';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { MessageBar } from '../ui/message-bar';
import { ProgressBar } from '../ui/progress-bar';
import { useLive } from '../use-live';
import { useWhyOffline } from '../use-online-only';
import { describeProgress, describeStop } from './describe-progress';
import { DownloadTables } from './download-tables';

const text = strings.offlineData;

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

/** Why it ended before everything was here, and what can be done all the same. */
function Stopped({ progress }: { readonly progress: CopyProgress }) {
  const { connection } = usePane().app;
  const byChoice = useLive(connection.state) === 'workingOffline';
  return (
    <>
      <MessageBar tone={progress.hold === null ? 'error' : 'info'}>
        {describeStop(progress)}
      </MessageBar>
      {progress.failure === 'full' && !byChoice && (
        <div class="row">
          <Button
            icon="plane"
            onClick={() => {
              // The connection state says what came of it.
              connection.goOffline().catch(() => undefined);
            }}
          >
            {strings.going.withWhatIsHere}
          </Button>
        </div>
      )}
    </>
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
  const { phase, hold, elsewhere } = progress;
  const underWay = isUnderWay(progress);
  const mine = !elsewhere;
  const { full = false, done = 0, total = 0 } = progress.attachments ?? {};
  const missing = full && !spaceIsTold ? total - done : 0;
  const offline = useWhyOffline('sync');
  const id = useId();
  return (
    <div class="stack" data-phase={phase} data-hold={hold?.by}>
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
        {mine && phase === 'running' && (
          <Button
            icon="pause"
            onClick={() => {
              app.copy.pause();
            }}
          >
            {text.pause}
          </Button>
        )}
        {mine && phase === 'paused' && (
          <Button
            icon="play"
            onClick={() => {
              app.copy.resume();
            }}
          >
            {text.resume}
          </Button>
        )}
        {mine && underWay && (
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
      {underWay && <p class="muted">{mine ? text.goesOn : text.elsewhere}</p>}
      {phase === 'canceled' && <p>{text.canceled}</p>}
      {missing > 0 && <MessageBar tone="warning">{strings.attachments.full(missing)}</MessageBar>}
      {phase === 'failed' && <Stopped progress={progress} />}
    </div>
  );
}
