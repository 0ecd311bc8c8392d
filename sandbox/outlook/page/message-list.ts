import { idOf } from '../host/open-item';
import type { MailboxItem } from '../mailbox';
import { byId, make } from './dom';
import type { Outlook } from './outlook';

interface Entry {
  readonly id: string;
  readonly who: string;
  readonly subject: string;
  readonly when: string;
  readonly unread: boolean;
}

const dayAndTime = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

const entryOf = (item: MailboxItem): Entry => ({
  id: item.id,
  who: item.folder === 'sent' ? `To ${item.to[0]?.name ?? ''}` : item.from.name,
  subject: item.subject,
  when: dayAndTime.format(new Date(item.start ?? item.sentAt)),
  unread: !item.isRead,
});

/** The folders with what is in them, the newest message first, appointments as they come. */
function folders(outlook: Outlook): [string, Entry[]][] {
  const newestFirst = [...outlook.mailbox.items].sort((a, b) => b.sentAt.localeCompare(a.sentAt));
  const messages = newestFirst.filter((item) => item.kind === 'message');
  const meetings = outlook.mailbox.items.filter((item) => item.kind === 'appointment');
  meetings.sort((a, b) => (a.start ?? '').localeCompare(b.start ?? ''));
  const drafts = outlook.drafts.map((draft) => ({
    id: draft.id,
    who: 'Draft',
    subject: draft.subject || '(no subject)',
    when: '',
    unread: false,
  }));
  return [
    ['Drafts', drafts],
    ['Inbox', messages.filter((item) => item.folder === 'inbox').map(entryOf)],
    ['Sent', messages.filter((item) => item.folder === 'sent').map(entryOf)],
    ['Calendar', meetings.map(entryOf)],
  ];
}

/** One list for all folders: the folder buttons only scroll to their part. */
export function showMessageList(outlook: Outlook): void {
  const list = byId('messages');
  const options = () => [...list.querySelectorAll<HTMLElement>('[role=option]')];

  const mark = () => {
    const selected = outlook.open === null ? '' : idOf(outlook.open);
    list.removeAttribute('aria-activedescendant');
    for (const option of options()) {
      const isSelected = option.dataset['item'] === selected;
      option.setAttribute('aria-selected', String(isSelected));
      if (!isSelected) continue;
      list.setAttribute('aria-activedescendant', option.id);
      option.scrollIntoView({ block: 'nearest' });
    }
  };

  const draw = () => {
    const filled = folders(outlook).filter(([, entries]) => entries.length > 0);
    list.replaceChildren(...filled.map(([name, entries]) => group(name, entries)));
    byId('folders').replaceChildren(
      ...filled.map(([name, entries]) =>
        make('button', {
          type: 'button',
          textContent: `${name} (${entries.length})`,
          onclick: () => document.getElementById(`folder-${name}`)?.scrollIntoView(),
        }),
      ),
    );
    mark();
  };

  list.addEventListener('click', (event) => {
    const option = (event.target as HTMLElement).closest<HTMLElement>('[role=option]');
    if (option) outlook.select(option.dataset['item'] ?? null);
  });
  list.addEventListener('keydown', (event) => {
    const all = options();
    const at = all.findIndex((option) => option.getAttribute('aria-selected') === 'true');
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (next !== undefined && all[next]) outlook.select(all[next].dataset['item'] ?? null);
    else if (event.key === 'Escape') outlook.select(null);
    else return;
    event.preventDefault();
  });
  outlook.on('item', draw);
  outlook.on('draft', draw);
  draw();
}

function group(name: string, entries: readonly Entry[]): HTMLElement {
  const heading = make('div', { className: 'group-name', id: `folder-${name}` }, name);
  heading.setAttribute('role', 'presentation');
  const box = make('div', {}, heading, ...entries.map(option));
  box.setAttribute('role', 'group');
  box.setAttribute('aria-labelledby', heading.id);
  return box;
}

function option({ id, who, subject, when, unread }: Entry): HTMLElement {
  const box = make(
    'div',
    { id: `option-${id}`, className: unread ? 'unread' : '' },
    make('span', { className: 'who', dir: 'auto' }, who),
    make('span', { className: 'when' }, when),
    make('span', { className: 'subject', dir: 'auto' }, subject),
  );
  box.dataset['item'] = id;
  box.setAttribute('role', 'option');
  box.setAttribute('aria-label', [who, subject, when].filter((part) => part !== '').join(', '));
  return box;
}
