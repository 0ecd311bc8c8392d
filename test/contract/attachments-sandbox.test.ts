import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Trip, usualTrip } from '../../src/domain/trip';
import { readKept, versionsHere } from '../../src/offline/attachments/kept';
import { noise, noteWithFile } from './note-with-file';
import { type Computer, openComputer } from './sandbox-computer';

const bringing: Trip = { ...usualTrip, name: 'With attachments', attachments: true };
const sizes = [1, 2, 3, 65_536, 200_001];

let computer: Computer;
const ids: string[] = [];

beforeAll(async () => {
  computer = await openComputer('demo', 'dana');
  await computer.choose(usualTrip);
  const { rows } = await computer.copy();
  const account = rows.find(({ table }) => table === 'account')?.id ?? '';
  for (const [n, size] of sizes.entries())
    ids.push(await noteWithFile(computer.url, account, `file ${n}.bin`, noise(size, n)));
});
afterAll(() => computer.close());

it('AT1 AT2 AT8 files of the sandbox’s notes are here byte for byte, in the version of their notes', async () => {
  await computer.choose(bringing);
  const { phase, attachments } = await computer.copy();
  expect(phase).toBe('done');
  // And that of the demo.
  expect(attachments).toMatchObject({ done: sizes.length + 1, total: sizes.length + 1 });
  for (const [n, size] of sizes.entries()) {
    const key = `annotation:${ids[n] ?? ''}`;
    const kept = await readKept(computer.store, key);
    expect(Buffer.from(kept?.contents ?? []).equals(noise(size, n))).toBe(true);
    expect(kept?.etag).toBe((await computer.store.db.records.get(key))?.keys.etag);
  }
});

it('AT7 files of the sandbox’s notes leave with the choice', async () => {
  await computer.choose(usualTrip);
  await computer.copy();
  expect((await versionsHere(computer.store.db)).size).toBe(0);
});
