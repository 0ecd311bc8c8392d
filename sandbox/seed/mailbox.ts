import type { Attachment, Mailbox, MailboxItem, Person } from '../outlook/mailbox';
import { companies, prospects } from './companies';
import { moment, today } from './day';
import { guid } from './guid';
import { mailBody, type Quoted } from './mail-body';
import { meetings, singles } from './mail-singles';
import type { File, ScriptedMessage } from './mail-script';
import { threads } from './mail-threads';
import { addressOf, organizationName, staff } from './staff';

/** Everybody with an address, and what stands below their messages. */
function directory(): Map<string, { name: string; signature: readonly string[] }> {
  const known = new Map<string, { name: string; signature: readonly string[] }>();
  for (const company of companies)
    for (const [first, last, mailbox, title] of company.people)
      known.set(`${mailbox}@${company.domain}`, {
        name: `${first} ${last}`,
        signature: [`${first} ${last}`, title, company.name, `${company.street}, ${company.city}`],
      });
  for (const { first, last, company, address } of prospects)
    known.set(address, { name: `${first} ${last}`, signature: [`${first} ${last}`, company] });
  for (const { user, first, last, title } of staff)
    known.set(addressOf(user), {
      name: `${first} ${last}`,
      signature: [`${first} ${last}`, title, organizationName],
    });
  return known;
}

/** The mailbox of the demo organisation's salesperson: the same on every run of one day. */
export function demoMailbox(anchor = today()): Mailbox {
  const known = directory();
  const mine = addressOf('dana');
  const resolve = (who: string, name = ''): Person => {
    const address = who === 'dana' ? mine : who;
    return { name: known.get(address)?.name ?? name, address };
  };
  const files = (id: string, list: readonly File[] = []): Attachment[] =>
    list.map(([name, contentType, size], index) => ({
      id: guid('attachment', id, index),
      name,
      contentType,
      size,
      isInline: false,
    }));

  const message = (
    key: string,
    conversation: string,
    subject: string,
    script: ScriptedMessage & { readonly name?: string },
    others: readonly string[],
    quoted: Quoted | null,
  ): MailboxItem => {
    const id = guid('mail', key);
    const from = resolve(script.from, script.name);
    const sentAt = moment(anchor, -script.daysAgo, script.hour, key.length % 60);
    return {
      id,
      kind: 'message',
      conversationId: guid('conversation', conversation),
      internetMessageId: `<${guid('message-id', key)}@${from.address.split('@')[1] ?? 'mail.example'}>`,
      subject,
      from,
      to: (script.to ?? others).map((who) => resolve(who)),
      cc: (script.cc ?? []).map((who) => resolve(who)),
      sentAt,
      ...mailBody(script.body, known.get(from.address)?.signature ?? [], quoted),
      attachments: files(id, script.files),
      isRead: script.unread !== true,
      folder: from.address === mine ? 'sent' : 'inbox',
    };
  };

  const conversations = threads.flatMap(({ subject, messages }) => {
    const items: MailboxItem[] = [];
    let outside = messages.find(({ from }) => from !== 'dana')?.from ?? mine;
    messages.forEach((script, index) => {
      if (script.from !== 'dana') outside = script.from;
      const before = items[index - 1];
      const quoted = before && {
        html: before.html,
        text: before.text,
        author: before.from.name,
        sentAt: before.sentAt,
      };
      const title = index === 0 ? subject : `Re: ${subject}`;
      const others = script.from === 'dana' ? [outside] : ['dana'];
      items.push(message(`${subject}/${index}`, subject, title, script, others, quoted ?? null));
    });
    return items;
  });
  const alone = singles.map((script) =>
    message(script.subject, script.subject, script.subject, script, ['dana'], null),
  );
  const calendar = meetings.map((meeting): MailboxItem => {
    const start = moment(anchor, meeting.days, meeting.hour);
    const key = `meeting/${meeting.subject}`;
    const end = new Date(Date.parse(start) + meeting.minutes * 60_000);
    return {
      id: guid('mail', key),
      kind: 'appointment',
      conversationId: guid('conversation', key),
      internetMessageId: `<${guid('message-id', key)}@${mine.split('@')[1] ?? ''}>`,
      subject: meeting.subject,
      from: resolve('dana'),
      to: meeting.with.map((who) => resolve(who)),
      cc: [],
      sentAt: moment(anchor, -5, 8),
      ...mailBody(meeting.body, [], null),
      attachments: [],
      isRead: true,
      folder: 'inbox',
      start,
      end: end.toISOString().replace('.000Z', 'Z'),
      location: meeting.location,
    };
  });
  const items = [...conversations, ...alone, ...calendar];
  return {
    owner: resolve('dana'),
    items: items.sort((a, b) => (a.sentAt < b.sentAt ? 1 : a.sentAt > b.sentAt ? -1 : 0)),
  };
}
