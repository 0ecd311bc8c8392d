import type { MailAddress, MailAttachment, MailItem } from '../domain/mail';
import { askOr } from './office-call';

type ReadMessage = Office.MessageRead;
type ReadAppointment = Office.AppointmentRead;
type ComposeMessage = Office.MessageCompose;
type ComposeAppointment = Office.AppointmentCompose;
export type OfficeItem = NonNullable<Office.Mailbox['item']>;

/** Whether the item is being written: its fields are then functions, not values. */
export const isCompose = (item: OfficeItem): boolean => typeof item.subject !== 'string';

/** What Office.js tells about an open item that is being read. */
export function readItem(item: OfficeItem): MailItem {
  const isMessage = item.itemType === Office.MailboxEnums.ItemType.Message;
  return isMessage ? readMessage(item) : readAppointment(item);
}

function readMessage(item: ReadMessage): MailItem {
  return {
    ...nothing,
    kind: 'message',
    mode: 'read',
    itemId: item.itemId,
    messageId: text(item.internetMessageId),
    conversationId: text(item.conversationId),
    subject: text(item.subject),
    from: optionalAddress(item.from),
    to: addresses(item.to),
    cc: addresses(item.cc),
    sentAt: iso(item.dateTimeCreated),
    // A meeting request is a message that carries the meeting's time and place.
    start: iso(item.start),
    end: iso(item.end),
    location: text(item.location),
    attachments: attachments(item.attachments),
  };
}

function readAppointment(item: ReadAppointment): MailItem {
  return {
    ...nothing,
    kind: 'appointment',
    mode: 'read',
    itemId: item.itemId,
    subject: text(item.subject),
    from: optionalAddress(item.organizer),
    to: addresses(item.requiredAttendees),
    cc: addresses(item.optionalAttendees),
    sentAt: iso(item.dateTimeCreated),
    start: iso(item.start),
    end: iso(item.end),
    location: text(item.location),
    attachments: attachments(item.attachments),
  };
}

/** What the user has written so far. A field that this Outlook does not tell is empty. */
export function composedItem(item: OfficeItem): Promise<MailItem> {
  const isMessage = item.itemType === Office.MailboxEnums.ItemType.Message;
  return isMessage ? composedMessage(item) : composedAppointment(item);
}

async function composedMessage(item: ComposeMessage): Promise<MailItem> {
  const [shared, from, to, cc, bcc] = await Promise.all([
    composedFields(item),
    askOr(item.from?.getAsync.bind(item.from), null),
    askOr(item.to.getAsync.bind(item.to), []),
    askOr(item.cc.getAsync.bind(item.cc), []),
    askOr(item.bcc.getAsync.bind(item.bcc), []),
  ]);
  return {
    ...nothing,
    ...shared,
    kind: 'message',
    conversationId: text(item.conversationId),
    from: optionalAddress(from),
    to: addresses(to),
    cc: addresses(cc),
    bcc: addresses(bcc),
  };
}

async function composedAppointment(item: ComposeAppointment): Promise<MailItem> {
  const [shared, organizer, required, optional, start, end, location] = await Promise.all([
    composedFields(item),
    askOr(item.organizer?.getAsync.bind(item.organizer), null),
    askOr(item.requiredAttendees.getAsync.bind(item.requiredAttendees), []),
    askOr(item.optionalAttendees.getAsync.bind(item.optionalAttendees), []),
    askOr(item.start.getAsync.bind(item.start), undefined),
    askOr(item.end.getAsync.bind(item.end), undefined),
    askOr(item.location.getAsync.bind(item.location), ''),
  ]);
  return {
    ...nothing,
    ...shared,
    kind: 'appointment',
    from: optionalAddress(organizer),
    to: addresses(required),
    cc: addresses(optional),
    start: iso(start),
    end: iso(end),
    location,
  };
}

async function composedFields(item: ComposeMessage | ComposeAppointment) {
  const [subject, itemId, attached] = await Promise.all([
    askOr(item.subject.getAsync.bind(item.subject), ''),
    askOr(item.getItemIdAsync?.bind(item), ''),
    askOr(item.getAttachmentsAsync?.bind(item), []),
  ]);
  return { mode: 'compose' as const, subject, itemId, attachments: attachments(attached) };
}

const nothing = {
  itemId: '',
  messageId: '',
  conversationId: '',
  from: null,
  bcc: [],
  sentAt: null,
  start: null,
  end: null,
  location: '',
} as const;

// The types promise these values, Outlook does not always keep the promise (a draft, a bounced mail).
const text = (value: string | null | undefined): string => value ?? '';

const iso = (value: Date | null | undefined): string | null =>
  value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : null;

type OfficeAddress = Pick<Office.EmailAddressDetails, 'displayName' | 'emailAddress'>;

const address = (value: OfficeAddress): MailAddress => ({
  name: text(value.displayName),
  address: text(value.emailAddress),
});

const optionalAddress = (value: OfficeAddress | null | undefined): MailAddress | null =>
  value ? address(value) : null;

const addresses = (values: readonly OfficeAddress[] | null | undefined): MailAddress[] =>
  (values ?? []).map(address);

type OfficeAttachment = Pick<
  Office.AttachmentDetails,
  'id' | 'name' | 'contentType' | 'size' | 'isInline'
>;

const attachments = (
  values: readonly (Omit<OfficeAttachment, 'contentType'> & { contentType?: string })[] | undefined,
): MailAttachment[] =>
  (values ?? []).map(({ id, name, contentType, size, isInline }) => ({
    id,
    name,
    contentType: text(contentType),
    size,
    isInline,
  }));
