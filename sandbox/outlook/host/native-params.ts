import type { Params } from './reply';

/** Names of the positional parameters that Office.js hands to classic Outlook, by dispatch id. */
const names: Readonly<Record<number, readonly string[]>> = {
  4: ['customProperties'],
  15: ['recipientField'],
  17: ['subject'],
  21: ['recipientField', 'recipientArray'],
  22: ['recipientField', 'recipientArray'],
  24: ['TimeProperty'],
  25: ['TimeProperty', 'time'],
  27: ['location'],
  33: ['key', 'type', 'persistent', 'message', 'icon'],
  35: ['key', 'type', 'persistent', 'message', 'icon'],
  36: ['key'],
  37: ['coercionType'],
  38: ['data', 'coercionType'],
};

/** Gives classic Outlook's positional parameters the names that the web flavour uses. */
export function namedParams(dispatchId: number, values: readonly unknown[] | null): Params {
  const params: Record<string, unknown> = {};
  (names[dispatchId] ?? []).forEach((name, index) => (params[name] = values?.[index]));
  if (dispatchId === 4) params['customProperties'] = JSON.parse(String(values?.[0]));
  if (dispatchId === 21 || dispatchId === 22)
    params['recipientArray'] = (values?.[1] as [string, string][]).map(([address, name]) => ({
      address,
      name,
    }));
  return params;
}
