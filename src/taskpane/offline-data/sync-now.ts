import type { Carryon } from '../../domain/carryon';
import { isUnderWay } from '../../domain/status';
import { strings } from '../strings';

/** Says that another window is downloading, where one is: nothing else shows of what was asked for here. */
export function tellElsewhere(
  { copy }: Pick<Carryon, 'copy'>,
  tell: (message: string) => void,
): void {
  const progress = copy.progress.get();
  if (progress.elsewhere && isUnderWay(progress)) tell(strings.offlineData.elsewhere);
}

/** Changes go first, so that the refresh brings what the server made of them. Both show how they end. */
export function syncNow({ outbox, copy }: Pick<Carryon, 'outbox' | 'copy'>): void {
  outbox
    .sendNow()
    .catch(() => undefined)
    .then(() => {
      copy.resume();
      return copy.refresh(true);
    })
    .catch(() => undefined);
}
