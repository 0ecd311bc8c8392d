/** What the simulated Outlook shows. */
export interface Mailbox {
  readonly owner: Person;
  /** The newest first. */
  readonly items: readonly MailboxItem[];
}

export interface Person {
  readonly name: string;
  readonly address: string;
}

export interface MailboxItem {
  readonly id: string;
  readonly kind: 'message' | 'appointment';
  readonly conversationId: string;
  /** With its angle brackets. */
  readonly internetMessageId: string;
  readonly subject: string;
  readonly from: Person;
  readonly to: readonly Person[];
  readonly cc: readonly Person[];
  /** ISO 8601, UTC. */
  readonly sentAt: string;
  readonly html: string;
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly isRead: boolean;
  readonly folder: 'inbox' | 'sent';
  /** Appointments: ISO 8601, UTC. */
  readonly start?: string;
  readonly end?: string;
  readonly location?: string;
}

export interface Attachment {
  readonly id: string;
  readonly name: string;
  readonly contentType: string;
  /** Bytes. */
  readonly size: number;
  readonly isInline: boolean;
}
