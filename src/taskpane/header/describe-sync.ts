import type { SyncState } from '../../domain/status';
import { formatTime } from '../format';
import { strings } from '../strings';

/** That the CRM asks to wait. @param until milliseconds since 1970. */
export const describeThrottle = (until: number): string =>
  strings.sync.throttled(formatTime(until));

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
