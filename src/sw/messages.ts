/**
 * Asks the service worker to keep these scripts (absolute addresses), all or none, so that the
 * pane starts without a network. Answered through the message's port.
 */
export interface KeepRequest {
  readonly type: 'keep';
  readonly scripts: readonly string[];
}

export interface KeepAnswer {
  /** All of them can now be had without a network. */
  readonly kept: boolean;
}

/** Asks a new version that waits to take over. The wording is workbox-window's. */
export interface TakeOver {
  readonly type: 'SKIP_WAITING';
}

/** Null: not one of ours. */
export function parseMessage(data: unknown): KeepRequest | TakeOver | null {
  if (typeof data !== 'object' || data === null || !('type' in data)) return null;
  if (data.type === 'SKIP_WAITING') return { type: data.type };
  if (data.type !== 'keep' || !('scripts' in data) || !Array.isArray(data.scripts)) return null;
  const scripts: unknown[] = data.scripts;
  return scripts.every((each) => typeof each === 'string') ? { type: data.type, scripts } : null;
}
