import * as v from 'valibot';
import { checked, type Body } from './call-arguments';
import type { FaultRequest } from './faults';

const whole = (low: number, high: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(low), v.maxValue(high));

const isPattern = (text: string): boolean => {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
};

const common = {
  match: v.optional(
    v.strictObject({
      method: v.optional(v.pipe(v.string(), v.regex(/^[a-z]+$/i, 'match.method is no method.'))),
      path: v.optional(
        v.pipe(v.string(), v.check(isPattern, 'match.path is no regular expression.')),
      ),
    }),
  ),
  times: v.optional(whole(1, 1e9)),
  skip: v.optional(whole(0, 1e9)),
};

/** A status whose answer can have a body. */
const status = v.optional(
  v.pipe(whole(200, 599), v.notValues([204, 205, 304], 'An answer with this status has no body.')),
);
const retryAfter = v.optional(whole(0, 86_400));
const body = v.optional(v.string());

/** What each kind may carry. */
const order = v.variant('kind', [
  v.strictObject({
    ...common,
    kind: v.literal('status'),
    status,
    retryAfter,
    body,
    code: v.optional(v.string()),
  }),
  v.strictObject({ ...common, kind: v.literal('html'), status, retryAfter, body }),
  v.strictObject({ ...common, kind: v.literal('delay'), ms: v.optional(whole(0, 600_000)) }),
  v.strictObject({ ...common, kind: v.picklist(['drop', 'drop-after-commit', 'half-batch']) }),
]);

/** Checks what `POST /_sandbox/faults` was sent. */
export const readFaultOrder = (sent: Body): FaultRequest => checked(order, sent) as FaultRequest;
