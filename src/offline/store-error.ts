/**
 * Why the local store failed:
 * - `storeBlocked`: it did not open in time.
 * - `localFull`: no space is left; nothing was written.
 * - `localBroken`: the browser's database failed.
 */
export type StoreProblem = 'storeBlocked' | 'localFull' | 'localBroken';

export class StoreError extends Error {
  override readonly name = 'StoreError';

  constructor(
    readonly code: StoreProblem,
    options?: { cause?: unknown },
  ) {
    super(code, options);
  }
}

const names = (error: unknown): string[] => {
  if (typeof error !== 'object' || error === null) return [];
  const { name, inner } = error as { name?: unknown; inner?: unknown };
  return [String(name), ...names(inner)];
};

/** Dexie wraps the browser's error once or twice; the quota error may be any of them. */
const isQuotaError = (error: unknown): boolean => names(error).includes('QuotaExceededError');

export const asStoreError = (error: unknown): StoreError =>
  error instanceof StoreError
    ? error
    : new StoreError(isQuotaError(error) ? 'localFull' : 'localBroken', { cause: error });

/** Whether no space was left. */
export const isFull = (error: unknown): boolean => asStoreError(error).code === 'localFull';
