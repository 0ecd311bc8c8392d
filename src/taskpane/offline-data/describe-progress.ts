import type { CrmFailure } from '../../domain/crm-error';
import type { CopyProgress } from '../../domain/status';
import { formatDuration, formatSize } from '../format';
import { describeThrottle } from '../header/describe-sync';
import { strings } from '../strings';

const text = strings.offlineData;

/** Rows, and behind them files: "12,480 of 12,480 rows, 3 of 12 attachments, 4.2 MB of 20 MB". */
function describeFiles({ attachments, phase }: CopyProgress): string | null {
  if (attachments === null) return null;
  const { done, total, bytes, totalBytes } = attachments;
  if (phase === 'done' && done === total) return strings.attachments.complete(total);
  return strings.attachments.progress(done, total, formatSize(bytes), formatSize(totalBytes));
}

/** Why nothing comes; null: it does. */
function describeHold({ phase, hold }: CopyProgress): string | null {
  if (phase === 'paused') return text.paused;
  if (phase === 'canceled') return text.canceledShort;
  if (hold === null) return null;
  return hold.by === 'server' ? describeThrottle(hold.until) : text.awaitsNetwork;
}

/** How far a download is: "3,120 of 12,480 rows, 8.7 MB, about 2 minutes left". */
export function describeProgress(progress: CopyProgress): string {
  const files = describeFiles(progress);
  if (progress.phase === 'done')
    return [
      ...(files === null ? [] : [files]),
      text.complete(progress.rows, progress.removed),
    ].join(', ');
  const { phase, rows, total, bytes, leftMs } = progress;
  const hold = describeHold(progress);
  const left =
    phase === 'running' && hold === null && leftMs !== null ? formatDuration(leftMs) : null;
  const size = bytes > 0 && files === null ? formatSize(bytes) : null;
  const last = phase === 'running' && hold === null && files === null && rows > 0 && rows === total;
  const ending = last ? text.ending : null;
  const done = text.progress([text.rowsOf(rows, total), files, size, ending], left);
  return hold === null ? done : `${hold}, ${done}`;
}

/** Whether the CRM was there: what helps then is not to be online. */
const howStopped = ({ kind, status }: CrmFailure) => {
  if (kind !== 'answered') return 'failed';
  return status === 403 ? 'refused' : 'notAnswered';
};

/** Why a download has failed, for the user. */
export function describeStop({ failure, hold }: Pick<CopyProgress, 'failure' | 'hold'>): string {
  if (hold?.by === 'network') return text.goesOnByItself;
  if (failure === null) return text.notStored;
  if (failure === 'full') return text.full;
  const { message } = failure;
  const stopped = text[howStopped(failure)];
  return message === '' ? stopped : `${stopped} ${strings.outbox.serverSays(message)}`;
}
