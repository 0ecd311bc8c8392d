import type { Organization, User } from './organization';
import type { Preferences } from './http/prefer';

/** A request, read and signed in. */
export interface Exchange {
  readonly organization: Organization;
  readonly user: User;
  readonly method: string;
  /** Below `/api/data/v9.2/`, still percent-encoded. */
  readonly path: string;
  /** With its `?`, still percent-encoded; '' without one. */
  readonly search: string;
  readonly headers: Headers;
  readonly body: string;
  readonly prefer: Preferences;
  /** Whether rows that it writes and that turn out to be duplicates are refused. */
  readonly refusesDuplicates: boolean;
  /** `http://localhost:PORT/api/data/v9.2/` */
  readonly root: string;
  readonly requestId: string;
  /** Id of the `$batch` it came in; null for a request of its own. */
  readonly batch: string | null;
  /** Addresses of the rows that earlier parts of the change set have made, by their Content-ID. */
  readonly contentIds?: ReadonlyMap<string, string>;
}

/** An answer before it becomes HTTP. `json` undefined: no body. */
export interface Answer {
  readonly status: number;
  readonly json?: unknown;
  /** A body that is not JSON. */
  readonly text?: { readonly body: string; readonly type: string };
  readonly headers?: Readonly<Record<string, string>>;
}
