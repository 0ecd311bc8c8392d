import type { MailboxItem, Person } from '../mailbox';
import type { Draft, OpenItem } from './open-item';

/** Host numbering of item types, as Office.js reads it. */
const ItemType = {
  messageRead: 1,
  appointmentRead: 2,
  messageCompose: 4,
  appointmentCompose: 5,
} as const;

/** ReadWriteItem in the host's numbering. */
const PERMISSION_LEVEL = 3;

/** Recipient type "user". */
const USER = 2;

export const recipient = ({ name, address }: Person) => ({ name, address, recipientType: USER });

/** What Outlook tells Office.js about the mailbox and the open item, at the start and with ItemChanged. */
export function initialData(open: OpenItem, owner: Person): Record<string, unknown> {
  return {
    permissionLevel: PERMISSION_LEVEL,
    hostVersion: '16.0.17328.20000',
    owaView: 'ThreeColumns',
    userDisplayName: owner.name,
    userEmailAddress: owner.address,
    userTimeZone: 'UTC',
    userProfileType: 'enterprise',
    timeZoneOffsets: [],
    isRestIdSupported: false,
    isFromSharedFolder: false,
    ...(open.mode === 'read' ? readData(open.item) : composeData(open.draft)),
  };
}

function readData(item: MailboxItem): Record<string, unknown> {
  const common = {
    id: item.id,
    subject: item.subject,
    normalizedSubject: item.subject.replace(/^((re|fw|fwd):\s*)+/i, ''),
    to: item.to.map(recipient),
    cc: item.cc.map(recipient),
    dateTimeCreated: item.sentAt,
    dateTimeModified: item.sentAt,
    attachments: item.attachments.map((attachment) => ({ ...attachment, attachmentType: 0 })),
  };
  if (item.kind === 'appointment')
    return {
      ...common,
      itemType: ItemType.appointmentRead,
      itemClass: 'IPM.Appointment',
      organizer: recipient(item.from),
      start: item.start,
      end: item.end,
      location: item.location ?? '',
    };
  return {
    ...common,
    itemType: ItemType.messageRead,
    itemClass: 'IPM.Note',
    conversationId: item.conversationId,
    internetMessageId: item.internetMessageId,
    from: recipient(item.from),
    sender: recipient(item.from),
    isRead: item.isRead,
  };
}

const composeData = (draft: Draft): Record<string, unknown> => ({
  itemType: draft.kind === 'message' ? ItemType.messageCompose : ItemType.appointmentCompose,
  conversationId: draft.conversationId,
});
