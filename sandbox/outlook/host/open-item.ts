import type { Attachment, MailboxItem, Person } from '../mailbox';

/** The item that the add-in sees. */
export type OpenItem =
  | { readonly mode: 'read'; readonly item: MailboxItem }
  | { readonly mode: 'compose'; readonly draft: Draft };

/** An item that the user is writing. The page and the add-in both change it. */
export interface Draft {
  readonly id: string;
  readonly kind: 'message' | 'appointment';
  readonly conversationId: string;
  /** Whether it was saved: before that Outlook gives it no id. */
  saved: boolean;
  subject: string;
  to: Person[];
  cc: Person[];
  bcc: Person[];
  text: string;
  location: string;
  /** Milliseconds since 1970. */
  start: number;
  end: number;
  readonly attachments: Attachment[];
}

export const idOf = (open: OpenItem): string =>
  open.mode === 'read' ? open.item.id : open.draft.id;

/** Which of the add-in's surfaces shows it: a pane that was opened on one is not kept for another. */
export const surfaceOf = (open: OpenItem): string =>
  `${open.mode === 'read' ? open.item.kind : open.draft.kind} ${open.mode}`;
