import { describe, expect, it } from '@jest/globals';
import { bodyOf } from '../../src/dataverse/file-columns';
import type { Table } from '../../src/domain/table';
import { json, recordedCrm, refusal } from './recorded-crm';
import { account } from './tables';

const id = 'aaaaaaaa-0000-4000-8000-000000000001';
const note: Table = {
  ...account,
  name: 'annotation',
  entitySetName: 'annotations',
  file: { name: 'filename', size: 'filesize', body: 'documentbody' },
};
const withBody = (documentbody: unknown) =>
  json({ '@odata.etag': 'W/"7"', annotationid: id, documentbody });

describe('the file of a row', () => {
  it('AT2 is asked for by itself, and is every byte of it', async () => {
    const contents = Uint8Array.from({ length: 256 }, (_, n) => n);
    const crm = recordedCrm(() => withBody(Buffer.from(contents).toString('base64')));
    const file = await crm.server.readAttachment(note, id, 256);
    expect(file).toMatchObject({ etag: 'W/"7"', contents });
    expect(crm.seen.map(({ address }) => address)).toEqual([
      `annotations(${id})?$select=documentbody`,
    ]);
  });

  it.each([
    ['the row has none', () => withBody(null)],
    ['the row is gone', () => refusal(404, '0x80040217')],
    ['the user may not read it', () => refusal(403, '0x80040220')],
  ])('AT2 is none where %s', async (_, answer) => {
    const crm = recordedCrm(answer);
    expect(await crm.server.readAttachment(note, id, 256)).toBeNull();
  });

  it('AT2 is no file where the answer is not one of Dataverse', async () => {
    const crm = recordedCrm(() => withBody('no Base64!'));
    await expect(crm.server.readAttachment(note, id, 256)).rejects.toMatchObject({
      failure: { kind: 'notCrm' },
    });
  });

  it('AT2 is known where an older version has kept the model', () => {
    expect(bodyOf({ ...note, file: { name: 'filename', size: 'filesize' } })).toBe('documentbody');
  });
});
