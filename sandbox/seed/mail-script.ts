import type { Block } from './mail-body';

/** File name, content type, size in bytes. */
export type File = readonly [name: string, contentType: string, size: number];

export interface ScriptedMessage {
  /** Who writes: an address, or 'dana'. */
  readonly from: string;
  /** Who receives; without it the other side of the conversation. */
  readonly to?: readonly string[];
  readonly cc?: readonly string[];
  /** Days before the anchor, and the hour (UTC). */
  readonly daysAgo: number;
  readonly hour: number;
  readonly body: readonly Block[];
  readonly files?: readonly File[];
  readonly unread?: boolean;
}

export interface Thread {
  readonly subject: string;
  readonly messages: readonly ScriptedMessage[];
}

export const pdf = 'application/pdf';
export const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
