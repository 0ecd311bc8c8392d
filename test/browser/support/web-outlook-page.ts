/**
 * Outlook on the web as Office.js sees it: the page around the pane's frame, speaking over postMessage.
 * Runs in the browser, on a page that the test serves at https://outlook.office.com.
 */
import { answerCall } from '../../../sandbox/outlook/host/calls';
import { initialData } from '../../../sandbox/outlook/host/initial-data';
import type { Params, Reply } from '../../../sandbox/outlook/host/reply';
import type { ThemeName } from '../../../sandbox/outlook/host/theme';
import { themeJson } from '../../../sandbox/outlook/host/theme';
import type { Mailbox } from '../../../sandbox/outlook/mailbox';
import { Outlook } from '../../../sandbox/outlook/page/outlook';

const CONVERSATION = 'conversation';
const CONTROL = 'carryon';

interface Envelope {
  readonly _messageType: number;
  readonly _actionName: string;
  readonly _conversationId: string;
  readonly _correlationId: number;
  readonly _data: unknown;
}

/** `content`: calls about the open item, once the pane is connected. */
export type Holding = 'nothing' | 'content' | 'everything';

export interface WebOutlookPage {
  select(id: string | null): void;
  compose(kind: 'message' | 'appointment'): void;
  theme(name: ThemeName): void;
  /** Opens the pane, or opens it anew. */
  openPane(): void;
  closePane(): void;
  /** Puts the focus into the pane, as Outlook does when the user tabs to it. */
  tabInto(backwards: boolean): void;
  /** Calls that wait for their answer until {@link release}. */
  holding: Holding;
  release(): void;
  /** What Office.js told the host: ids of ContextActivationManager_notifyHost (13 and 14: Tab left the pane, 15: Escape). */
  readonly notified: number[];
}

export interface WebOutlookSetup {
  readonly mailbox: Mailbox;
  readonly paneUrl: string;
  readonly item: string | null;
  readonly holding: Holding;
}

declare global {
  interface Window {
    webOutlookSetup: WebOutlookSetup;
    webOutlook: WebOutlookPage;
  }
}

const { mailbox, paneUrl, item, holding } = window.webOutlookSetup;
const paneOrigin = new URL(paneUrl).origin;
const outlook = new Outlook(mailbox, 'light');
outlook.select(item);

/** Event name to the correlation id under which the pane registered it. */
const registered = new Map<string, number>();
let held: (() => void)[] = [];
let frame: HTMLIFrameElement | null = null;

function post(envelope: Envelope, data: unknown, responseType: 0 | 1): void {
  const response = {
    _messageType: 1,
    _actionName: envelope._actionName,
    _conversationId: envelope._conversationId,
    _correlationId: envelope._correlationId,
    _origin: location.origin,
    _data: data,
    _errorCode: 0,
    _responseType: responseType,
    _serializerVersion: 1,
  };
  frame?.contentWindow?.postMessage(JSON.stringify(response), paneOrigin);
}

function fire(actionName: string, data: unknown): void {
  const _correlationId = registered.get(actionName);
  if (_correlationId === undefined) return;
  const request = { _messageType: 0, _actionName: actionName, _conversationId: CONVERSATION };
  post({ ...request, _correlationId, _data: null }, data, 1);
}

const currentItem = () => (outlook.open === null ? null : initialData(outlook.open, outlook.owner));

const appContext = () => ({
  _id: CONTROL,
  _appName: 64,
  _appVersion: '16.01',
  _appMinorVersion: 1,
  _appUILocale: 'en-US',
  _dataLocale: 'en-US',
  _docUrl: 'https://outlook.office.com/mail/',
  _clientMode: 0,
  _settings: JSON.parse(outlook.settings) as unknown,
  _reason: 'documentOpened',
  _osfControlType: 1,
  _eToken: '',
  _correlationId: '',
  _appInstanceId: CONTROL,
  _requirementMatrix: '{"Mailbox":"1.15","IdentityAPI":"1.3","DialogApi":"1.2","react":"1.0"}',
  _hostFullVersion: '15.20.9999.0',
  _clientWindowHeight: 600,
  _clientWindowWidth: 320,
  _addinName: 'Carryon',
  _appDomains: [paneOrigin],
  _featureGates: {},
  _initialDisplayMode: 0,
  _wacHostEnvironment: '0',
  _isFromWacAutomation: false,
  _marketplaceType: '1',
});

function executeMethod(data: unknown): Reply {
  const { ApiParams, MethodData } = data as {
    ApiParams?: Params;
    MethodData: { DispatchId: number };
  };
  const { open } = outlook;
  return answerCall(MethodData.DispatchId, ApiParams ?? {}, open, outlook, () =>
    outlook.draftChanged(),
  );
}

function answer(request: Envelope): void {
  switch (request._actionName) {
    case 'ContextActivationManager_getAppContextAsync':
      return post(request, appContext(), 0);
    case 'ContextActivationManager_notifyHost':
      page.notified.push((request._data as [string, number])[1]);
      return post(request, null, 0);
    case 'GetInitialData':
      return post(request, currentItem(), 0);
    case 'ExecuteMethod':
      return post(request, executeMethod(request._data), 0);
    case 'executeMethod':
      return post(request, { Error: 5000, Version: 1 }, 0);
    default: // an event is registered
      registered.set(request._actionName, request._correlationId);
      return post(request, { Error: 0, Version: 1 }, 0);
  }
}

window.addEventListener('message', (event) => {
  if (event.source !== frame?.contentWindow || event.origin !== paneOrigin) return;
  const request = JSON.parse(String(event.data)) as Envelope;
  if (request._conversationId !== CONVERSATION || request._messageType !== 0) return;
  const isContent = request._actionName === 'ExecuteMethod';
  if (page.holding === 'everything' || (page.holding === 'content' && isContent))
    held.push(() => answer(request));
  else answer(request);
});

outlook.on('item', () => fire('olkItemSelectedChanged', currentItem() ?? ''));
outlook.on('theme', () => fire('officeThemeChanged', [themeJson(outlook.theme)]));
outlook.on('draft', () => fire('olkRecipientsChanged', ['{"to":true,"cc":true,"bcc":true}']));

const page: WebOutlookPage = {
  holding,
  notified: [],
  select: (id) => outlook.select(id),
  compose: (kind) => outlook.compose(kind),
  theme: (name) => outlook.setTheme(name),
  openPane() {
    page.closePane();
    registered.clear();
    const next = document.createElement('iframe');
    next.title = 'Carryon';
    next.name = JSON.stringify({
      baseFrameName: `_xdm_0__${CONTROL}`,
      hostInfo: 'Outlook|Web|16.01|en-US|correlation|||16',
      xdmInfo: `${CONVERSATION}|${CONTROL}|${location.origin}`,
      serializerVersion: '1',
      flights: '[]',
      disabledChangeGates: '[]',
    });
    next.src = paneUrl;
    document.body.append(next);
    frame = next;
  },
  closePane() {
    frame?.remove();
    frame = null;
  },
  tabInto(backwards) {
    const request = {
      _messageType: 0,
      _actionName: 'Office_notifyAgave',
      _conversationId: `${CONVERSATION}_ntf`,
      _correlationId: 0,
      _origin: location.origin,
      _data: [backwards ? 12 : 11],
      _actionType: 0,
      _serializerVersion: 1,
    };
    frame?.contentWindow?.postMessage(JSON.stringify(request), paneOrigin);
  },
  release() {
    const answers = held;
    held = [];
    page.holding = 'nothing';
    for (const send of answers) send();
  },
};
window.webOutlook = page;
page.openPane();
