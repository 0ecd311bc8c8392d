/**
 * An action on an entry that its state does not allow now: it is not in the outbox any more (`gone`), is being sent or
 * may have arrived (`sending`), does not wait for the user (`notWaiting`), was written by a newer version
 * (`unreadable`), would wait for itself (`circular`), or is not what the user has seen any more (`changed`).
 */
export class OutboxError extends Error {
  override readonly name = 'OutboxError';

  constructor(
    readonly code: 'gone' | 'sending' | 'notWaiting' | 'unreadable' | 'circular' | 'changed',
  ) {
    super(code);
  }
}
