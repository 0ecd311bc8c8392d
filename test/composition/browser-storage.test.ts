import { describe, expect, it } from '@jest/globals';
import { browserStorage, type StorageApi, usedBytes } from '../../src/composition/browser-storage';

/** A browser that answers `persist` with these, one after the other. */
const browser = (answers: boolean[], more: Partial<StorageApi> = {}) => {
  const asked: boolean[] = [];
  const api: StorageApi = {
    persisted: async () => false,
    persist: async () => {
      const answer = answers[asked.length] ?? false;
      asked.push(answer);
      return answer;
    },
    estimate: async () => ({ quota: 1000, usage: 400 }),
    ...more,
  };
  return { api, asked };
};

describe('where the browser keeps what is here', () => {
  it('is asked to last at once, and is lasting as soon as the browser agrees', async () => {
    let agree: (granted: boolean) => void = () => undefined;
    const persist = () => new Promise<boolean>((resolve) => (agree = resolve));
    const { kind } = await browserStorage(browser([], { persist }).api);
    expect(kind.get()).toBe('bestEffort');
    const told = new Promise<void>((resolve) => void kind.subscribe(resolve));
    agree(true);
    await told;
    expect(kind.get()).toBe('persistent');
  });

  it('tells how much of it is used, where the browser does', async () => {
    expect(await usedBytes(browser([]).api)).toBe(400);
    expect(await usedBytes(browser([], { estimate: async () => ({}) }).api)).toBeNull();
  });

  it('is not asked where it lasts already', async () => {
    const { api, asked } = browser([], { persisted: async () => true });
    expect((await browserStorage(api)).kind.get()).toBe('persistent');
    expect(asked).toEqual([]);
  });

  it('may be asked again after a refusal', async () => {
    const { api, asked } = browser([false, false, true]);
    const storage = await browserStorage(api);
    expect(await storage.persist()).toBe(false);
    expect(storage.kind.get()).toBe('bestEffort');
    expect(await storage.persist()).toBe(true);
    expect(storage.kind.get()).toBe('persistent');
    expect(asked).toEqual([false, false, true]);
  });

  it('has as much space as the browser tells, which not every one does', async () => {
    const storage = await browserStorage(browser([]).api);
    expect(storage.space.get()).toBeNull();
    await storage.estimate();
    expect(storage.space.get()).toEqual({ used: 400, quota: 1000 });
    const silent = await browserStorage(browser([], { estimate: async () => ({}) }).api);
    await silent.estimate();
    expect(silent.space.get()).toBeNull();
  });
});
