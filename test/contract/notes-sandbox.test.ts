import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { nameOf, type Row } from '../../src/domain/row';
import { usualTrip } from '../../src/domain/trip';
import { noise, noteWithFile } from './note-with-file';
import { isLookup } from '../../src/domain/value';
import { lookup, openCrm } from './open-crm';
import type { OpenCrm } from './open-crm';
import { openComputer } from './sandbox-computer';
import { openSandbox } from './sandbox-world';

describe('notes of the sandbox', () => {
  let crm: OpenCrm;
  let origin: string;
  beforeAll(async () => {
    const world = await openSandbox();
    ({ origin } = world);
    crm = await openCrm(world, null);
  });
  afterAll(() => crm.close());

  const note = () => crm.table('annotation');
  const all = async (): Promise<readonly Row[]> => {
    const query = { table: note(), filter: { kind: 'all' }, pageSize: 100 } as const;
    return (await crm.server.readPage(query, null)).rows;
  };

  it('come with the model like any table, and refer to the records that may have them', () => {
    const { columns, sections, primaryName, about } = note();
    expect(about).toBe('objectid');
    expect(columns['objectid']).toMatchObject({ type: 'lookup', deletedWith: expect.anything() });
    expect(columns['objectid']?.targets).toEqual(
      expect.arrayContaining(['account', 'contact', 'opportunity', 'task']),
    );
    for (const table of ['account', 'contact', 'opportunity', 'email'])
      expect(crm.table(table).referencedBy).toContainEqual({
        table: 'annotation',
        column: 'objectid',
      });
    const shown = sections.flatMap((section) => section.columns);
    expect(shown).toEqual(expect.arrayContaining([primaryName, 'notetext', 'objectid']));
  });

  it('CP14 have the name and the size of their file to read, and nothing else of it', () => {
    const { columns, sections, file } = note();
    expect(file).toEqual({ name: 'filename', size: 'filesize', body: 'documentbody' });
    for (const name of ['filename', 'filesize'])
      expect(columns[name]).toMatchObject({ canCreate: false, canUpdate: false });
    const shown = sections.flatMap((section) => section.columns);
    for (const name of ['documentbody', 'mimetype', 'isdocument']) {
      expect(Object.keys(columns)).not.toContain(name);
      expect(shown).not.toContain(name);
    }
    expect(shown).not.toContain('filename');
    expect(crm.table('account').file).toBeUndefined();
  });

  it('CT9 CP14 are read without their files, and named by their title or else their text', async () => {
    const rows = await all();
    const names = rows.map(({ values }) => nameOf(note(), values));
    expect(names).toEqual(
      expect.arrayContaining([
        'Visit at the plant',
        'Prefers calls before nine.',
        'Their own team does the first maintenance; we train four people.',
        'Price list that was sent',
      ]),
    );
    const [withFile] = rows.filter(({ values }) => values['filename'] === 'price-list.csv');
    expect(withFile?.values['filesize']).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain('documentbody');
  });

  it('CP14 are written about a record, and keep their file where the text is changed', async () => {
    const account = await crm.create('account', { name: 'Written about' });
    const made = await crm.create('annotation', {
      notetext: 'First thoughts',
      objectid: lookup(account, 'Written about'),
    });
    expect(made.values['objectid']).toMatchObject({ table: 'account', id: account.id });
    const [withFile] = (await all()).filter(({ values }) => values['filename'] !== null);
    if (withFile === undefined) throw new Error('No note with a file');
    const changed = await crm.update(withFile, { notetext: 'Sent again' });
    expect(changed.values).toMatchObject({
      notetext: 'Sent again',
      filename: withFile.values['filename'],
      filesize: withFile.values['filesize'],
    });
  });

  it('AT2 give their files byte for byte, with the version of the note, and others none', async () => {
    const rows = await all();
    const withFile = rows.find(({ values }) => values['filename'] === 'price-list.csv');
    const without = rows.find(({ values }) => values['filename'] === null);
    if (withFile === undefined || without === undefined) throw new Error('No such notes');
    const file = await crm.server.readAttachment(note(), withFile.id, 1000);
    const text = new TextDecoder().decode(file?.contents);
    expect(text.split('\r\n')[1]).toBe('Conveyor CX-200;48000;1');
    expect(file?.contents).toHaveLength(Number(withFile.values['filesize']));
    expect(file?.etag).toBe(withFile.etag);
    expect(await crm.server.readAttachment(note(), without.id, 0)).toBeNull();
    expect(await crm.server.readAttachment(note(), randomUUID(), 0)).toBeNull();
  });

  it('AT2 give every byte that there is', async () => {
    const contents = noise(100_001);
    const account = await crm.create('account', { name: 'Has a note with a file' });
    const id = await noteWithFile(origin, account.id, 'noise.bin', contents);
    const row = await crm.server.readRow(note(), id);
    expect(row?.values['filesize']).toBe(contents.length);
    const file = await crm.server.readAttachment(note(), id, contents.length);
    expect(Buffer.from(file?.contents ?? []).equals(contents)).toBe(true);
    expect(file?.bytes).toBeGreaterThan((contents.length * 4) / 3);
  });

  it('CP1 CP14 SE19 are copied as the usual trip keeps them: the user’s own, and those on kept records', async () => {
    const computer = await openComputer('demo', 'dana');
    try {
      await computer.choose(usualTrip);
      const { phase, rows } = await computer.copy();
      expect(phase).toBe('done');
      const came = rows.filter(({ table }) => table === 'annotation');
      const mine = came.filter(({ values }) => {
        const owner = values['ownerid'] ?? null;
        return isLookup(owner) && owner.id === computer.identity.userId;
      });
      expect([came.length, mine.length]).toEqual([7, 6]);
      expect(came.filter(({ values }) => 'documentbody' in values)).toEqual([]);
    } finally {
      await computer.close();
    }
  });
});
