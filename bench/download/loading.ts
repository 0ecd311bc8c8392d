/** What a load came to. Moments are milliseconds since 1970, for page and worker alike. */
export interface Loading {
  /** The first request for rows left. */
  readonly from: number;
  /** All rows are stored, and the last of them is found. */
  readonly until: number;
  /** How many rows are stored. */
  readonly rows: number;
}

export const moment = (): number => performance.timeOrigin + performance.now();
