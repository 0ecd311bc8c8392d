import type { LiveCell } from '../domain/live';
import { liveCell } from '../domain/live';
import type { HostTheme, MailHost, MailItem } from '../domain/mail';
import type { Clock } from '../domain/ports';
import type { OfficeItem } from './mail-item';
import { composedItem, isCompose, readItem } from './mail-item';
import { ask, askOr, OutlookError } from './office-call';
import { loadOffice } from './office-loader';
import type { OfficeScripts } from './office-scripts';
import { hostTheme } from './office-theme';

/** How long Outlook may take before the pane says that it does not answer. */
export const SILENT_AFTER_MS = 10_000;

type HostState = ReturnType<MailHost['state']['get']>;

/**
 * Connects to Outlook in the background; the pane works meanwhile, and without it.
 * A host that answers after it was called silent is taken all the same.
 */
export function createOutlookHost(
  scripts: OfficeScripts | PromiseLike<OfficeScripts>,
  clock: Clock,
): MailHost {
  const host = new OutlookHost();
  void host.connect(scripts, clock);
  return host;
}

class OutlookHost implements MailHost {
  readonly state: LiveCell<HostState> = liveCell<HostState>('connecting');
  readonly item: LiveCell<MailItem | null> = liveCell<MailItem | null>(null);
  readonly pinnable: LiveCell<boolean> = liveCell<boolean>(false);
  readonly opensOffline: LiveCell<boolean | null> = liveCell<boolean | null>(null);
  readonly theme: LiveCell<HostTheme | null> = liveCell<HostTheme | null>(null);
  /** Raised with each item that opens, and with each reading of it: an answer to an earlier one is late. */
  private opened = 0;
  private reading = 0;

  async connect(scripts: OfficeScripts | PromiseLike<OfficeScripts>, clock: Clock): Promise<void> {
    const known = await scripts;
    const stopWaiting = clock.after(SILENT_AFTER_MS, () => this.state.set('silent'));
    const start = await loadOffice(known);
    stopWaiting();
    if (start === 'absent') this.state.set('absent');
    else if (start === 'failed') this.state.set('silent');
    else this.begin();
  }

  userAddress(): string {
    if (this.state.get() !== 'ready') return '';
    return Office.context.mailbox.userProfile.emailAddress;
  }

  async body(format: 'html' | 'text'): Promise<string> {
    const item = this.state.get() === 'ready' ? Office.context.mailbox.item : undefined;
    if (!item) throw new OutlookError(0, 'No item is open.');
    const { opened } = this;
    const type = format === 'html' ? Office.CoercionType.Html : Office.CoercionType.Text;
    const body = await ask<string>((callback) => item.body.getAsync(type, callback));
    if (opened !== this.opened) throw new OutlookError(0, 'Another item was opened meanwhile.');
    return body;
  }

  private begin(): void {
    const { mailbox } = Office.context;
    void this.followItems();
    // Refused where the theme does not change: that is fine.
    void askOr<void, void>((callback) => {
      const changed = (event: { officeTheme: Office.OfficeTheme }) =>
        this.showTheme(event.officeTheme);
      mailbox.addHandlerAsync(Office.EventType.OfficeThemeChanged, changed, callback);
    }, undefined);
    this.showTheme(Office.context.officeTheme);
    // Classic Outlook for Windows alone, as documented; new Outlook says that it is Outlook on the web.
    this.opensOffline.set(Office.context.platform === Office.PlatformType.PC);
    this.openItem();
    this.state.set('ready');
  }

  /** Refused where the pane cannot be pinned; a meeting's never can be. */
  private async followItems(): Promise<void> {
    const { mailbox } = Office.context;
    let pinned = false;
    const changed = (): void => {
      pinned = true;
      this.pinnable.set(false);
      this.openItem();
    };
    const closes = await askOr<void, false>((callback) => {
      mailbox.addHandlerAsync(Office.EventType.ItemChanged, changed, callback);
    }, false);
    const isMessage = mailbox.item?.itemType === Office.MailboxEnums.ItemType.Message;
    this.pinnable.set(closes !== false && isMessage && !pinned);
  }

  private showTheme(theme: Office.OfficeTheme | undefined): void {
    const next = hostTheme(theme);
    if (next?.dark !== this.theme.get()?.dark) this.theme.set(next);
  }

  private openItem(): void {
    this.opened += 1;
    this.reading += 1;
    const item = Office.context.mailbox.item;
    if (!item) return this.item.set(null);
    if (!isCompose(item)) return this.item.set(readItem(item));
    this.item.set(null); // never the previous item while Outlook is asked for this one
    watchComposing(item, () => void this.readComposed(item));
    void this.readComposed(item);
  }

  private async readComposed(item: OfficeItem): Promise<void> {
    const reading = (this.reading += 1);
    const composed = await composedItem(item);
    if (reading === this.reading) this.item.set(composed);
  }
}

/** Outlook tells these changes of an item that is being written; the subject's it does not tell. */
function watchComposing(item: OfficeItem, changed: () => void): void {
  const { RecipientsChanged, AttachmentsChanged, AppointmentTimeChanged } = Office.EventType;
  for (const event of [RecipientsChanged, AttachmentsChanged, AppointmentTimeChanged])
    void askOr<void, void>((callback) => item.addHandlerAsync(event, changed, callback), undefined);
}
