import type { SyncState } from '../../domain/status';
import { formatTime } from '../format';
import { strings } from '../strings';

/** So short a wait has no time of day: milliseconds. */
const MOMENT = 60_000;

/** That the CRM asks to wait. @param until milliseconds since 1970, as is `now`. */
export function describeThrottle(until: number, now = Date.now()): string {
  const isShort = until >= now && until - now < MOMENT;
  return isShort ? strings.sync.throttledShortly : strings.sync.throttled(formatTime(until));
}

/** The sync state in words. */
export function describeSync(sync: SyncState): string {
  switch (sync.kind) {
    case 'needsAttention':
      return sync.reason === 'download'
        ? strings.sync.failed
        : strings.sync[sync.reason](sync.count);
    case 'signIn':
      return strings.sync.signIn;
    case 'paused':
      return strings.sync.paused(sync.count);
    case 'throttled':
      return describeThrottle(sync.until);
    case 'syncing':
      return strings.sync.syncing;
    case 'waiting':
      return strings.sync.waiting(sync.count);
    case 'incomplete':
      return strings.sync[sync.reason === 'paused' ? 'downloadPaused' : 'incomplete'];
    case 'upToDate':
      return strings.sync.upToDate;
    case 'never':
      return strings.sync.never;
  }
}
