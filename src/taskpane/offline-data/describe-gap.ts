import type { Gap } from '../../domain/readiness';
import { formatRecent, formatSize } from '../format';
import { strings } from '../strings';

const text = strings.readiness.gap;

export interface Circumstances {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly inOutlook: boolean;
  /** The browser was asked to keep everything, and would not. */
  readonly refused: boolean;
}

/** A gap in one sentence, or two where it has to be told what helps. */
export function describeGap(gap: Gap, { now, inOutlook, refused }: Circumstances): string {
  const place = inOutlook ? 'inOutlook' : 'alone';
  switch (gap.kind) {
    case 'keepsNothing':
    case 'noServiceWorker':
      return text[gap.kind][place];
    case 'evictable':
      return refused ? text.refused[place] : text.evictable;
    case 'stale':
      return text.stale(formatRecent(gap.at, now));
    case 'littleSpace':
      return text.littleSpace(formatSize(gap.left));
    case 'attachmentsComing':
    case 'attachmentsToCome':
    case 'attachmentsNoSpace':
    case 'attachmentsNotGiven':
      return text[gap.kind](gap.count);
    case 'decisions':
      return text.decisions(gap.count);
    default:
      return text[gap.kind];
  }
}
