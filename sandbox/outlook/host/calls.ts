import type { Person } from '../mailbox';
import { recipient } from './initial-data';
import { isNotificationCall, notificationCall } from './notifications';
import type { Notifications } from './notifications';
import type { Draft, OpenItem } from './open-item';
import { idOf } from './open-item';
import type { Params, Reply } from './reply';
import { failure, success } from './reply';

/** What the host keeps for the add-in, besides the mailbox. */
export interface HostMemory {
  readonly owner: Person;
  /** By item id: the add-in's custom properties, as JSON. */
  readonly customProperties: Map<string, string>;
  readonly notifications: Notifications;
}

/** Office.js's error for what a host does not do. */
const NOT_SUPPORTED = 9002;
const ITEM_NOT_SAVED = 9046;

const HTML = 3;
const recipientFields = ['to', 'cc', 'bcc'] as const;

/** Answers one call of Office.js by its dispatch id; `changed` tells the page that a draft was changed. */
export function answerCall(
  dispatchId: number,
  params: Params,
  open: OpenItem | null,
  memory: HostMemory,
  changed: () => void,
): Reply {
  if (open === null) return failure(NOT_SUPPORTED);
  if (isNotificationCall(dispatchId))
    return notificationCall(dispatchId, params, open, memory.notifications);
  if (dispatchId === 3) return loadCustomProperties(open, memory);
  if (dispatchId === 4) return saveCustomProperties(params, open, memory);
  if (open.mode === 'compose') return composeCall(dispatchId, params, open.draft, memory, changed);
  if (dispatchId !== 37) return failure(NOT_SUPPORTED);
  return success(params['coercionType'] === HTML ? open.item.html : open.item.text);
}

const loadCustomProperties = (open: OpenItem, memory: HostMemory): Reply => ({
  wasSuccessful: true,
  customProperties: memory.customProperties.get(idOf(open)) ?? '{}',
});

function saveCustomProperties(params: Params, open: OpenItem, memory: HostMemory): Reply {
  memory.customProperties.set(idOf(open), JSON.stringify(params['customProperties']));
  return success();
}

function composeCall(
  dispatchId: number,
  params: Params,
  draft: Draft,
  memory: HostMemory,
  changed: () => void,
): Reply {
  const write = (change: () => void): Reply => {
    change();
    changed();
    return success();
  };
  const field = recipientFields[Number(params['recipientField'])] ?? 'to';
  const people = (params['recipientArray'] as Person[] | undefined) ?? [];
  const edge = params['TimeProperty'] === 2 ? 'end' : 'start';
  switch (dispatchId) {
    case 14:
      return success(HTML);
    case 37:
      return success(params['coercionType'] === HTML ? asHtml(draft.text) : draft.text);
    case 38:
      return write(() => (draft.text = String(params['data'])));
    case 18:
      return success(draft.subject);
    case 17:
      return write(() => (draft.subject = String(params['subject'])));
    case 15:
      return success(draft[field].map(recipient));
    case 21:
      return write(() => (draft[field] = people));
    case 22:
      return write(() => draft[field].push(...people));
    case 107:
      return success(recipient(memory.owner));
    case 149:
      return success(draft.attachments.map((file) => ({ ...file, attachmentType: 0 })));
    case 164:
      return draft.saved ? success(draft.id) : failure(ITEM_NOT_SAVED);
    case 32:
      draft.saved = true;
      return success(draft.id);
    case 24:
      return success(draft[edge]);
    case 25:
      return write(() => (draft[edge] = Number(params['time'])));
    case 26:
      return success(draft.location);
    case 27:
      return write(() => (draft.location = String(params['location'])));
    default:
      return failure(NOT_SUPPORTED);
  }
}

const asHtml = (text: string): string => {
  const escaped = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  return `<html><body><p>${escaped.replace(/\n/g, '<br>')}</p></body></html>`;
};
