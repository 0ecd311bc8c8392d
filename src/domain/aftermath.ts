/** How long after a change was sent the server is watched: milliseconds. */
export const WATCHED_FOR = 5 * 60_000;

/** A system job of the server on a record: a workflow run, for one. */
export interface SystemJob {
  readonly id: string;
  readonly name: string;
  readonly status: 'waiting' | 'running' | 'succeeded' | 'failed' | 'canceled';
  /** What the server says of it; '' where it says nothing. */
  readonly message: string;
  /** The id of the record that it is about. */
  readonly regarding: string;
}

/** What the server tells the user by itself. */
export interface AppNotification {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  /** All that it says, for finding which record it is about: '' once that is known. */
  readonly text: string;
}

/** What the server did after changes were sent. Null: the user may not read it, so it is not known. */
export interface Aftermath {
  readonly jobs: readonly SystemJob[] | null;
  readonly notifications: readonly AppNotification[] | null;
}
