import { idOf } from '../host/open-item';
import type { FrameWindow } from '../host/pane-link';
import type { ThemeName } from '../host/theme';
import type { Mailbox } from '../mailbox';
import { readAddress, writeAddress } from './address';
import { showDivider } from './divider';
import { byId } from './dom';
import { showMessageList } from './message-list';
import { showNetworkSwitch } from './network-switch';
import { Outlook } from './outlook';
import { showPane } from './pane';
import { showReadingPane } from './reading-pane';

async function start(): Promise<void> {
  const { item, paneOpen, pinned, theme, user } = readAddress();
  const mailbox = (await (await fetch('/_sandbox/mailbox')).json()) as Mailbox;
  const outlook = new Outlook(mailbox, theme);
  outlook.select(item);
  if (outlook.open === null) outlook.select(newest(mailbox));
  await showNetworkSwitch(outlook);

  const pane = { open: paneOpen, pinned, user };
  const remember = () =>
    writeAddress({
      item: outlook.open === null ? null : idOf(outlook.open),
      paneOpen: pane.open,
      pinned: pane.pinned,
      theme: outlook.theme,
      user,
    });

  showTheme(outlook);
  outlook.on('theme', remember);
  showMessageList(outlook);
  showReadingPane(outlook);
  showDivider();
  byId('new-message').addEventListener('click', () => outlook.compose('message'));
  byId('new-appointment').addEventListener('click', () => outlook.compose('appointment'));
  const frame = showPane(outlook, pane, remember);
  // Set in the same turn as the pane's frame is made: its first script finds it.
  (window as FrameWindow).simulatedOutlook = frame;
  document.body.inert = false;
}

function newest({ items }: Mailbox): string | null {
  const inbox = items.filter((item) => item.kind === 'message' && item.folder === 'inbox');
  inbox.sort((a, b) => b.sentAt.localeCompare(a.sentAt));
  return inbox[0]?.id ?? null;
}

function showTheme(outlook: Outlook): void {
  const choice = byId<HTMLSelectElement>('theme');
  const draw = () => {
    document.documentElement.dataset['theme'] = outlook.theme;
    choice.value = outlook.theme;
  };
  choice.addEventListener('change', () => outlook.setTheme(choice.value as ThemeName));
  outlook.on('theme', draw);
  draw();
}

void start();
