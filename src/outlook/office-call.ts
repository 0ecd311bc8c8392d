// Office.js is a script, not a module: its types are global.
/// <reference types="office-js" />

type Callback<T> = (result: Office.AsyncResult<T>) => void;

/** Outlook refused a call. */
export class OutlookError extends Error {
  override readonly name = 'OutlookError';

  constructor(
    /** Office.js's number; 0 where the call could not even be made. */
    readonly code: number,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/** One call of Office.js as a promise. Rejects with an {@link OutlookError}. */
export function ask<T>(call: (callback: Callback<T>) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    try {
      call((result) => {
        if (result.status === Office.AsyncResultStatus.Succeeded) resolve(result.value);
        else reject(new OutlookError(result.error.code, result.error.message));
      });
    } catch (cause) {
      // Office.js throws where a permission or the item is missing.
      reject(new OutlookError(0, cause instanceof Error ? cause.message : '', { cause }));
    }
  });
}

/**
 * The same where the answer is not needed: what this Outlook lacks or refuses counts as `otherwise`.
 * @param call undefined where this Outlook has no such function
 */
export async function askOr<T, D>(
  call: ((callback: Callback<T>) => void) | undefined,
  otherwise: D,
): Promise<T | D> {
  if (call === undefined) return otherwise;
  try {
    return await ask(call);
  } catch {
    return otherwise;
  }
}
