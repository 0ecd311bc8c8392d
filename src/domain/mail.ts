import type { Live } from './live';

export interface MailAddress {
  readonly name: string;
  /** As written in the message. */
  readonly address: string;
}

export interface MailAttachment {
  readonly id: string;
  readonly name: string;
  readonly contentType: string;
  /** Bytes. */
  readonly size: number;
  readonly isInline: boolean;
}

/** The item that is open in Outlook, without its body. */
export interface MailItem {
  readonly kind: 'message' | 'appointment';
  readonly mode: 'read' | 'compose';
  /** Outlook's id; '' for an unsaved item. */
  readonly itemId: string;
  /** Internet Message-ID with its angle brackets; '' where there is none. */
  readonly messageId: string;
  readonly conversationId: string;
  readonly subject: string;
  readonly from: MailAddress | null;
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
  readonly bcc: readonly MailAddress[];
  /** ISO 8601, UTC; null where unknown. */
  readonly sentAt: string | null;
  readonly start: string | null;
  readonly end: string | null;
  readonly location: string;
  readonly attachments: readonly MailAttachment[];
}

export interface HostTheme {
  readonly dark: boolean;
}

/** Outlook, or its absence. */
export interface MailHost {
  /** connecting until Outlook answers or is known to be absent; silent: Outlook did not answer in time. */
  readonly state: Live<'connecting' | 'ready' | 'absent' | 'silent'>;
  /** Null: no item is open. */
  readonly item: Live<MailItem | null>;
  /** Null: follow the system. */
  readonly theme: Live<HostTheme | null>;
  /**
   * Opening another item would close the pane, unless the user pins it. Outlook does not tell whether it is pinned
   * already; an item that comes into an open pane shows it.
   */
  readonly pinnable: Live<boolean>;
  /** Whether this Outlook opens add-ins without a network; null: not known, or no Outlook. */
  readonly opensOffline: Live<boolean | null>;
  /** The mailbox's own address; '' outside Outlook. */
  userAddress(): string;
  /** The current item's body. Rejects where Outlook refuses. */
  body(format: 'html' | 'text'): Promise<string>;
}
