import type { Carryon } from '../../domain/carryon';

/** Changes go first, so that the refresh brings what the server made of them. Both show how they end. */
export function syncNow({ outbox, copy }: Pick<Carryon, 'outbox' | 'copy'>): void {
  outbox
    .sendNow()
    .catch(() => undefined)
    .then(() => copy.refresh(true))
    .catch(() => undefined);
}
