/** Ports to the machine: what a test replaces, and only entry files construct for real. */

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls back once after `ms`; returns how to cancel. */
  after(ms: number, callback: () => void): () => void;
}

/** Gives bearer tokens. Rejects with a CrmError of kind `signIn` where none can be had without the user. */
export interface TokenProvider {
  /** @param refused a token that the CRM has just answered 401 to: it is not given again. */
  token(refused?: string): Promise<string>;
}

/** The part of the Web Locks API that is used. */
export interface Locks {
  request<T>(
    name: string,
    options: { steal?: boolean; ifAvailable?: boolean; signal?: AbortSignal },
    callback: (lock: unknown) => Promise<T>,
  ): Promise<T>;
}
