import { attachmentLimit } from '../domain/attachment';
import type { CrmServer } from '../domain/crm-server';
import { bodyOf } from './file-columns';
import { textIn } from './json';
import { rowAddress } from './query';
import { nullIfAbsent } from './reads';
import type { Send } from './send';

/** Files of notes and the like, which Dataverse keeps as Base64 text in a column of their rows. */
export const createAttachments = (send: Send): Pick<CrmServer, 'readAttachment'> => ({
  readAttachment: (table, id, size, signal) =>
    send(
      {
        method: 'GET',
        address: `${rowAddress(table.entitySetName, id)}?$select=${bodyOf(table)}`,
        limitMs: attachmentLimit(size),
        signal,
      },
      ({ body, bytes }) => {
        const text = textIn(body?.[bodyOf(table)]);
        const etag = textIn(body?.['@odata.etag']);
        return text === '' || etag === '' ? null : { etag, contents: fromBase64(text), bytes };
      },
    ).catch(nullIfAbsent),
});

/** Throws where it is none. */
function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const letters = atob(text);
  const contents = new Uint8Array(letters.length);
  for (let at = 0; at < letters.length; at++) contents[at] = letters.charCodeAt(at);
  return contents;
}
