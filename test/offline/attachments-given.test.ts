import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Trip, usualTrip } from '../../src/domain/trip';
import { account, column, contact, owner, table, task } from './support/model';
import { settle, until } from './support/settle';
import { openWhole, type Whole } from './support/whole';
import { World } from './support/world';

const note = table(
  'note',
  [
    column('subject', 'text'),
    column('file', 'text', { canCreate: false, canUpdate: false }),
    column('bytes', 'integer', { canCreate: false, canUpdate: false }),
    owner,
  ],
  { primaryName: 'subject', file: { name: 'file', size: 'bytes', body: 'body' } },
);
const ref = { table: 'note', id: '11111111-0000-4000-8000-000000000001' };
const key = `${ref.table}:${ref.id}`;
const first = Uint8Array.from({ length: 500 }, (_, n) => n % 256);
const second = first.map((byte) => 255 - byte);
const values = { subject: 'Offer', file: 'offer.pdf', bytes: 500 };
const bringing: Trip = { ...usualTrip, name: 'With attachments', attachments: true };

let world: World;
let pane: Whole;
const phase = () => pane.page.copy.progress.get().phase;
const asked = () => world.crm.requests.filter((request) => request.startsWith('readAttachment'));
const attachments = () => pane.page.attachments;

async function open(...trips: Trip[]): Promise<void> {
  world.organizationTrips = trips;
  pane = await openWhole(world);
  await until(() => phase() === 'done', 'the copy');
  world.crm.requests.length = 0;
}

async function goOffline(): Promise<void> {
  world.crm.up = false;
  pane.signals.isOnLine = false;
  pane.signals.give('offline');
  await until(() => pane.page.connection.state.get() === 'offline');
}

beforeEach(() => {
  world = new World();
  world.crm.model = { account, contact, task, note };
  world.crm.put('note', ref.id, values);
  world.crm.files.set(key, first);
});
afterEach(async () => {
  pane.stop();
  await settle();
});

describe('the file of a record', () => {
  it('AT8 is given without a network, byte for byte, where it is here', async () => {
    await open(bringing);
    await goOffline();
    expect(await attachments().versionHere(ref)).toBe(world.crm.get('note', ref.id)?.etag);
    expect(await attachments().read(ref)).toEqual(first);
    expect(asked()).toEqual([]);
  });

  it('AT8 is asked of the CRM where it is not here, and not kept', async () => {
    await open(usualTrip);
    expect(await attachments().versionHere(ref)).toBeNull();
    expect(await attachments().read(ref)).toEqual(first);
    expect(asked()).toHaveLength(1);
    expect(await attachments().versionHere(ref)).toBeNull();
    world.crm.files.delete(key);
    expect(await attachments().read(ref)).toBeNull();
  });

  it('AT8 is not asked for without a network', async () => {
    await open(usualTrip);
    await goOffline();
    const reading = attachments().read(ref);
    await expect(reading).rejects.toMatchObject({ failure: { kind: 'notSent' } });
    expect(asked()).toEqual([]);
  });

  it('AT8 is the newer one of the CRM, or where that cannot be asked the older one', async () => {
    await open(bringing);
    const before = await attachments().versionHere(ref);
    world.crm.put('note', ref.id, values);
    world.crm.files.set(key, second);
    world.crm.faults = [
      { kind: 'fail', failure: { status: 400 }, on: (call) => call === 'readAttachment' },
    ];
    await pane.page.copy.refresh(true);
    expect(await attachments().versionHere(ref)).toBe(before);
    expect(await attachments().read(ref)).toEqual(second);
    await goOffline();
    expect(await attachments().read(ref)).toEqual(first);
  });
});

describe('going offline with attachments', () => {
  it('GO7 AT2 waits for them', async () => {
    await open(bringing);
    world.clock.advance(1000);
    world.crm.put('note', ref.id, values);
    world.crm.files.set(key, second);
    expect(await pane.page.departure.leave(true)).toBe(true);
    expect(pane.page.connection.state.get()).toBe('workingOffline');
    expect(await attachments().read(ref)).toEqual(second);
  });

  it('GO7 AT4 stays online where they were canceled', async () => {
    await open(bringing);
    world.clock.advance(1000);
    world.crm.put('note', ref.id, values);
    world.crm.during = async (call) => {
      if (call !== 'readAttachment') return;
      pane.page.copy.cancel();
      await until(() => phase() === 'canceled');
    };
    expect(await pane.page.departure.leave(true)).toBe(false);
    expect(pane.page.connection.state.get()).toBe('online');
  });
});
