import { useEffect } from 'preact/hooks';
import type { MailItem } from '../../domain/mail';
import { emailTable, participants, type People } from '../../domain/tracking';
import { formatMoment } from '../format';
import { Waiting } from '../outbox/waiting';
import { usePane, usePlace } from '../pane';
import { useReady } from '../ready';
import { strings } from '../strings';
import { useLive } from '../use-live';
import { useStored } from '../use-stored';
import { PeopleOnItem } from './people';
import { TakePeople } from './take-people';
import { Tracking } from './tracking';
import '../form/form.css';
import './message.css';

/** Tells one open item from another. */
const keyOf = (item: MailItem): string =>
  [item.itemId, item.messageId, item.conversationId, item.subject].join(' ');

function TrackingPart({ item, people }: { readonly item: MailItem; readonly people: People }) {
  const { app } = usePane();
  const table = emailTable(useLive(app.model));
  if (item.kind === 'appointment') return null;
  if (!table) return <p class="muted">{strings.message.cannotTrack}</p>;
  if (item.mode === 'compose' || item.messageId === '')
    return <p class="muted">{strings.message.composing}</p>;
  return <Tracking key={keyOf(item)} item={item} people={people} table={table} />;
}

function ItemView({ item }: { readonly item: MailItem }) {
  const { app } = usePane();
  const { active } = usePlace();
  const addresses = participants(item).map(({ address }) => address.trim().toLowerCase());
  const { data: people, failed } = useStored(addresses.join(), () =>
    app.records.byAddress(addresses),
  );
  useReady(active && (people !== undefined || failed));
  const when = item.start ?? item.sentAt;
  return (
    <div class="content stack message">
      <div>
        <h1 class="message-subject" dir="auto">
          {item.subject || strings.message.noSubject}
        </h1>
        {when !== null && <p class="muted">{formatMoment(when)}</p>}
        {item.location !== '' && <p class="muted">{item.location}</p>}
      </div>
      {people && (
        <>
          <TrackingPart item={item} people={people} />
          <Waiting />
          <TakePeople item={item} />
          <PeopleOnItem item={item} people={people} />
        </>
      )}
    </div>
  );
}

/** The message or meeting that is open in Outlook. */
export function MessageScreen() {
  const { nav, shell } = usePane();
  const { active } = usePlace();
  const host = useLive(shell.mail.state);
  const item = useLive(shell.mail.item);
  const explained = host !== 'connecting' && !item;
  useReady(active && explained);
  const key = item ? keyOf(item) : '';
  useEffect(() => {
    // Another item: what was opened from the last one makes way, unless input would be lost.
    nav.reset('message');
  }, [nav, key]);
  if (item) return <ItemView key={key} item={item} />;
  const text: Readonly<Record<typeof host, string>> = {
    connecting: strings.message.connecting,
    ready: strings.message.noItem,
    absent: strings.message.absent,
    silent: strings.message.silent,
  };
  return (
    <div class="content" data-host={host}>
      <h1 class="sr-only">{strings.tabs.message}</h1>
      <p class="empty">{text[host]}</p>
      <Waiting />
    </div>
  );
}
