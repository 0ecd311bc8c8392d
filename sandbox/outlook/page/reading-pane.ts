import type { MailboxItem, Person } from '../mailbox';
import { composeForm } from './compose-form';
import { byId, make } from './dom';
import type { Outlook } from './outlook';

const people = (list: readonly Person[]): string =>
  list.map(({ name, address }) => `${name} <${address}>`).join('; ');

const moment = (iso: string): string => new Date(iso).toLocaleString('en-GB');

/** Shows the open item, or the form for the draft that is being written. */
export function showReadingPane(outlook: Outlook): void {
  const box = byId('reading');
  const draw = () => {
    const { open } = outlook;
    if (open === null) box.replaceChildren(make('p', {}, 'No item is selected.'));
    else if (open.mode === 'read') box.replaceChildren(...item(open.item));
    else box.replaceChildren(composeForm(open.draft, () => outlook.draftChanged()));
  };
  outlook.on('item', draw);
  draw();
}

function item(shown: MailboxItem): HTMLElement[] {
  const lines = [
    `From: ${people([shown.from])}`,
    `To: ${people(shown.to)}`,
    shown.cc.length > 0 ? `Cc: ${people(shown.cc)}` : '',
    shown.start ? `When: ${moment(shown.start)} to ${moment(shown.end ?? shown.start)}` : '',
    shown.location ? `Where: ${shown.location}` : '',
    shown.start ? '' : `Sent: ${moment(shown.sentAt)}`,
    shown.attachments.length > 0
      ? `Attachments: ${shown.attachments.map(({ name }) => name).join(', ')}`
      : '',
  ].filter((line) => line !== '');
  const style = '<style>body { margin: 0; font: 14px "Segoe UI", system-ui, sans-serif }</style>';
  // An empty sandbox attribute: the mail runs no script and shares no origin.
  const body = make('iframe', { title: 'Message body', srcdoc: style + shown.html });
  body.setAttribute('sandbox', '');
  return [
    make('h2', { dir: 'auto' }, shown.subject),
    ...lines.map((line) => make('p', {}, line)),
    body,
  ];
}
