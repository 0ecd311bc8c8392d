import type { LocalCopy } from '../domain/carryon';
import { liveCell } from '../domain/live';
import type { CopyProgress, Standing } from '../domain/status';
import { idle } from './copy/progress';
import { notKnown } from './copy/standing';
import type { CopyCalls } from './copy-calls';
import { caller, type Link } from './port';

/** The copy that the worker side makes, as the page has it. */
export function remoteCopy(link: Link): LocalCopy {
  const ask = caller<CopyCalls>(link);
  const progress = liveCell<CopyProgress>(idle);
  const lastAt = liveCell<number | null>(null);
  const standing = liveCell(notKnown);
  const counts = liveCell<Readonly<Record<string, number>>>({});
  const estimateHeld = liveCell<number | null>(null);
  link.hear('progress', (value) => {
    progress.set(value as CopyProgress);
  });
  link.hear('lastAt', (value) => {
    lastAt.set(value as number | null);
  });
  link.hear('standing', (value) => {
    standing.set(value as Standing);
  });
  link.hear('counts', (value) => {
    counts.set(value as Readonly<Record<string, number>>);
  });
  link.hear('estimateHeld', (value) => {
    estimateHeld.set(value as number | null);
  });
  return {
    progress,
    lastAt,
    standing,
    counts,
    refresh: (thorough) => ask('refresh', thorough).then(() => undefined),
    estimateHeld,
    estimate: (trips, further = {}) => ask('estimate', [trips, further]),
    pause: () => void ask('pause', null).catch(() => undefined),
    resume: () => void ask('resume', null).catch(() => undefined),
    cancel: () => void ask('cancel', null).catch(() => undefined),
  };
}
