/** An answer as Office.js wants it; some calls use fields of their own instead of `data`. */
export type Reply = Readonly<Record<string, unknown>>;
export type Params = Readonly<Record<string, unknown>>;

export const success = (data?: unknown): Reply => ({ error: false, data, wasSuccessful: true });

/** @param errorCode one of Office.js's own, from 9000 on */
export const failure = (errorCode: number): Reply => ({
  error: true,
  errorCode,
  wasSuccessful: false,
});
