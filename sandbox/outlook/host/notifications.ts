import type { OpenItem } from './open-item';
import { idOf } from './open-item';
import type { Params, Reply } from './reply';
import { failure, success } from './reply';

/** The bars above an item: item id to key to what the add-in said. */
export type Notifications = Map<string, Map<string, Params>>;

const ADD = 33;
const GET_ALL = 34;
const REPLACE = 35;
const REMOVE = 36;
const DUPLICATE_KEY = 9023;
const UNKNOWN_KEY = 9024;

export const isNotificationCall = (dispatchId: number): boolean =>
  dispatchId >= ADD && dispatchId <= REMOVE;

export function notificationCall(
  dispatchId: number,
  params: Params,
  open: OpenItem,
  notifications: Notifications,
): Reply {
  const bars = notifications.get(idOf(open)) ?? new Map<string, Params>();
  notifications.set(idOf(open), bars);
  const key = String(params['key']);
  if (dispatchId === GET_ALL) return success([...bars.values()]);
  if (dispatchId === ADD && bars.has(key)) return failure(DUPLICATE_KEY);
  if (dispatchId === REMOVE) return bars.delete(key) ? success() : failure(UNKNOWN_KEY);
  if (dispatchId === REPLACE && !bars.has(key)) return failure(UNKNOWN_KEY);
  bars.set(key, params);
  return success();
}
