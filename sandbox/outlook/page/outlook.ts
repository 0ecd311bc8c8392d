import type { Draft, OpenItem } from '../host/open-item';
import { idOf } from '../host/open-item';
import type { OutlookWorld } from '../host/outlook-world';
import type { ThemeName } from '../host/theme';
import type { Mailbox, Person } from '../mailbox';

/** What the page's parts are told about. */
export type Topic = 'item' | 'draft' | 'theme' | 'network';

const HOUR_MS = 3_600_000;

/** The state of the simulated Outlook; the page's parts show it and change it. */
export class Outlook implements OutlookWorld {
  readonly drafts: Draft[] = [];
  readonly customProperties = new Map<string, string>();
  readonly notifications = new Map();
  settings = '{}';
  open: OpenItem | null = null;
  online = true;
  private listeners: { topic: Topic; listener: () => void }[] = [];

  constructor(
    readonly mailbox: Mailbox,
    public theme: ThemeName,
  ) {}

  get owner(): Person {
    return this.mailbox.owner;
  }

  on(topic: Topic, listener: () => void): void {
    this.listeners.push({ topic, listener });
  }

  private tell(topic: Topic): void {
    for (const one of this.listeners) if (one.topic === topic) one.listener();
  }

  /** Opens an item; null, or an id that is not there, leaves none open. */
  select(id: string | null): void {
    if (id === (this.open === null ? null : idOf(this.open))) return;
    const item = this.mailbox.items.find((one) => one.id === id);
    const draft = this.drafts.find((one) => one.id === id);
    if (item) this.open = { mode: 'read', item };
    else this.open = draft ? { mode: 'compose', draft } : null;
    this.tell('item');
  }

  /** Starts a new message or appointment and opens it. */
  compose(kind: Draft['kind']): void {
    const number = this.drafts.length + 1;
    const start = Math.ceil(Date.now() / HOUR_MS) * HOUR_MS;
    this.drafts.push({
      id: `draft-${number}`,
      kind,
      conversationId: `draft-conversation-${number}`,
      saved: false,
      subject: '',
      to: [],
      cc: [],
      bcc: [],
      text: '',
      location: '',
      start,
      end: start + HOUR_MS,
      attachments: [],
    });
    this.select(`draft-${number}`);
  }

  draftChanged(): void {
    this.tell('draft');
  }

  setTheme(theme: ThemeName): void {
    this.theme = theme;
    this.tell('theme');
  }

  setOnline(online: boolean): void {
    if (online === this.online) return;
    this.online = online;
    this.tell('network');
  }
}
