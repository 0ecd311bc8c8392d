import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { errorOf, id, onlyNew, start, type World } from '../world';

let world: World;
beforeEach(async () => {
  world = await start();
});
afterEach(() => world.crm.close());

const clock = (body: object) => world.sandbox('POST clock', body);
const makeAccount = (number: number) =>
  world.ask(`accounts(${id(number)})`, {
    method: 'PATCH',
    headers: { ...onlyNew, Prefer: 'return=representation' },
    body: { name: `Account ${number}` },
  });

describe('the clock', () => {
  it('stands still where it is set, and rows are of that moment', async () => {
    const set = await clock({ now: '2030-05-04T09:30:15.250Z' });
    expect(set.json).toEqual({ now: '2030-05-04T09:30:15.250Z', stands: true });
    expect((await makeAccount(1)).json).toMatchObject({
      createdon: '2030-05-04T09:30:15Z',
      modifiedon: '2030-05-04T09:30:15Z',
    });
    const [entry] = (await world.sandbox('GET journal')).json as unknown as { at: string }[];
    expect(entry?.at).toBe('2030-05-04T09:30:15.250Z');
    expect((await world.sandbox('GET clock')).json).toEqual(set.json);
  });

  it('takes a moment with another offset from Greenwich', async () => {
    expect((await clock({ now: '2030-05-04T09:30:00+02:00' })).json['now']).toBe(
      '2030-05-04T07:30:00.000Z',
    );
  });

  it('is moved on by milliseconds, standing', async () => {
    await clock({ now: '2030-05-04T09:30:00Z' });
    expect((await clock({ advance: 90_000 })).json).toEqual({
      now: '2030-05-04T09:31:30.000Z',
      stands: true,
    });
  });

  it('is moved on by milliseconds, running', async () => {
    const before = Date.now();
    const { now, stands } = (await clock({ advance: 86_400_000 })).json;
    expect(stands).toBe(false);
    expect(Date.parse(String(now)) - 86_400_000).toBeGreaterThanOrEqual(before);
    expect(Date.parse(String(now)) - 86_400_000).toBeLessThanOrEqual(Date.now());
  });

  it('goes back before the newest row only where that is asked for', async () => {
    await clock({ now: '2030-05-04T09:30:00Z' });
    await makeAccount(1);
    for (const body of [{ now: '2030-05-04T09:29:59Z' }, { advance: -1000 }, { now: null }]) {
      const refused = await clock(body);
      expect([refused.status, errorOf(refused).message]).toEqual([
        400,
        'The newest row is of 2030-05-04T09:30:00.000Z. The clock goes back before it with "back": true only.',
      ]);
    }
    expect((await world.sandbox('GET clock')).json['now']).toBe('2030-05-04T09:30:00.000Z');
    expect((await clock({ now: null, back: true })).json['stands']).toBe(false);
    const version = (answer: { json: Record<string, unknown> }) =>
      Number(/\d+/.exec(String(answer.json['@odata.etag']))?.[0]);
    const first = await world.ask(`accounts(${id(1)})`);
    expect(version(await makeAccount(2))).toBeGreaterThan(version(first));
  });

  it('is the machine’s again after a reset', async () => {
    await clock({ now: '2030-05-04T09:30:00Z' });
    await world.sandbox('POST reset');
    expect((await world.sandbox('GET clock')).json['stands']).toBe(false);
  });

  it('is kept with the data', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'crm-'));
    const first = await start('empty', folder);
    await first.sandbox('POST clock', { now: '2031-01-01T00:00:00Z' });
    await first.crm.close();
    const second = await start('empty', folder);
    expect((await second.sandbox('GET clock')).json).toEqual({
      now: '2031-01-01T00:00:00.000Z',
      stands: true,
    });
    await second.crm.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([
    {},
    { now: 'tomorrow' },
    { now: '2030-05-04' },
    { now: 5 },
    { now: '2030-13-40T00:00:00Z' },
    { now: '0001-01-01T00:00:00Z', back: true },
    { advance: 1.5 },
    { advance: '5' },
    { advance: 1e15 },
    { now: null, advance: 1 },
    { advance: 1, back: 'yes' },
  ])('refuses %j and stays', async (body) => {
    expect((await clock(body)).status).toBe(400);
    expect((await world.sandbox('GET clock')).json['stands']).toBe(false);
  });
});
