import { answerCall } from './calls';
import { initialData } from './initial-data';
import { namedParams } from './native-params';
import type { HostEvents, OutlookWorld } from './outlook-world';
import { themeJson } from './theme';

/** The array type that classic Outlook hands to scripts. */
interface SafeArray {
  toArray(): unknown[];
}

type EventHandler = (dispatchId: number, payload: SafeArray) => void;

const safeArray = (...values: unknown[]): SafeArray => ({ toArray: () => values });

const INITIAL_DATA = 1;
const THEME_CHANGED = 9;
const ITEM_CHANGED = 46;
const RECIPIENTS_CHANGED = 47;

/** Office.js's number for "Outlook". */
const APP_TYPE = 8;
const OPENED = 2;

/**
 * Classic Outlook for Windows as Office.js sees it: `window.external` of one opened pane.
 * The shape is the one that outlook-win32-16.02.js calls.
 */
export function classicOutlook(world: OutlookWorld): { external: object; events: HostEvents } {
  const handlers = new Map<number, EventHandler>();
  // Counts the items the pane has seen; an answer for an older one is refused by Office.js itself.
  let itemNumber = 1;
  const position = () => JSON.stringify({ itemNumber });

  function call(dispatchId: number, params: readonly unknown[] | null): SafeArray {
    if (dispatchId === INITIAL_DATA) {
      if (world.open === null) return safeArray();
      const data = { ...initialData(world.open, world.owner), itemNumber };
      return safeArray(JSON.stringify(data), 0, position());
    }
    const named = namedParams(dispatchId, params);
    const reply = answerCall(dispatchId, named, world.open, world, () => world.draftChanged());
    return safeArray(JSON.stringify(reply), reply['errorCode'] ?? 0, position());
  }

  const context = {
    GetAppType: () => APP_TYPE,
    GetSolutionRef: () => 'carryon',
    GetAppVersionMajor: () => 16,
    GetAppVersionMinor: () => 0,
    GetAppUILocale: () => 'en-US',
    GetAppDataLocale: () => 'en-US',
    GetDocUrl: () => '',
    GetAppCapabilities: () => 0,
    GetActivationMode: () => OPENED,
    GetControlIntegrationLevel: () => 1,
    GetSolutionToken: () => '',
    GetCorrelationId: () => '',
    GetInstanceId: () => 'carryon',
    GetTouchEnabled: () => false,
    GetSupportedMatrix: () => JSON.stringify({ Mailbox: '1.14', IdentityAPI: '1.3' }),
    GetHostFullVersion: () => '16.0.17328.20000',
    GetInitialDisplayMode: () => 0,
    GetOfficeThemeInfo: () => themeJson(world.theme),
    GetSettings: () => ({
      Read(keys: string[], values: string[]) {
        keys.push('SettingsKey');
        values.push(world.settings);
      },
      Write(keys: string[], values: string[]) {
        world.settings = values[keys.indexOf('SettingsKey')] ?? '{}';
      },
    }),
  };

  const external = {
    GetHostInfo: () => 'Outlook$Win32$16.02$en-US$sandbox$$$16',
    GetContext: () => context,
    GetLoggingAllowed: () => false,
    Execute(
      dispatchId: number,
      params: unknown[] | null,
      done: (reply: SafeArray, code: number) => void,
    ) {
      // Real calls cross a process: they never answer before the caller has gone on.
      queueMicrotask(() => done(call(dispatchId, params), 0));
    },
    RegisterEvent(
      dispatchId: number,
      _target: string,
      handler: EventHandler,
      done: (reply: SafeArray) => void,
    ) {
      handlers.set(dispatchId, handler);
      queueMicrotask(() => done(safeArray(0)));
    },
    UnregisterEvent(dispatchId: number, _target: string, done: (reply: SafeArray) => void) {
      handlers.delete(dispatchId);
      queueMicrotask(() => done(safeArray(0)));
    },
  };

  const tell = (dispatchId: number, ...payload: unknown[]) =>
    handlers.get(dispatchId)?.(dispatchId, safeArray(...payload));

  const events: HostEvents = {
    itemChanged() {
      itemNumber += 1;
      const data = world.open === null ? '' : JSON.stringify(initialData(world.open, world.owner));
      tell(ITEM_CHANGED, data, position());
    },
    themeChanged: () => void tell(THEME_CHANGED, themeJson(world.theme)),
    recipientsChanged: () =>
      void tell(RECIPIENTS_CHANGED, JSON.stringify({ to: true, cc: true, bcc: true })),
  };
  return { external, events };
}
