import { expect } from '@jest/globals';
import { LARGEST } from '../../../src/domain/attachment';
import type { CopyProgress } from '../../../src/domain/status';
import type { RowChoice, Trip } from '../../../src/domain/trip';
import { createKeeper, type Keeper } from '../../../src/offline/catalogue/keeper';
import { type Copy, createCopy } from '../../../src/offline/copy/copy';
import { createEstimator, type Estimator } from '../../../src/offline/estimate/estimator';
import { readFacts } from '../../../src/offline/facts';
import { tripSetting } from '../../../src/offline/trip-setting';
import { identity } from './crm';
import { model } from './model';
import type { Pane, World } from './world';

/** Rows that came, their bytes, and the milliseconds it took. */
export interface Came {
  readonly rows: number;
  readonly bytes: number;
  readonly ms: number;
}

/** A pane that estimates and copies. */
export interface Estimating {
  readonly pane: Pane;
  readonly keeper: Keeper;
  readonly copy: Copy;
  readonly estimator: Estimator;
  /** Until when the estimate is held by the CRM, each time that changed. */
  readonly held: readonly (number | null)[];
  readonly progress: () => CopyProgress | null;
  choose(trips: readonly Trip[]): Promise<void>;
  /** Chooses the trips and copies. */
  sync(trips: readonly Trip[]): Promise<Came>;
}

/** @param idsPage ids that the estimate asks for in one request. */
export async function openEstimating(world: World, idsPage?: number): Promise<Estimating> {
  const pane = await world.open();
  const { clock, crm, locks } = world;
  const keeper = createKeeper(pane.store, clock, () => model);
  const common = { store: pane.store, server: crm, identity, clock, keeper, pageSize: 100 };
  let progress: CopyProgress | null = null;
  const held: (number | null)[] = [];
  const copy = createCopy({
    ...common,
    locks,
    largestAttachment: LARGEST,
    used: () => Promise.resolve(null),
    organizationTrips: world.organizationTrips,
    onProgress: (now) => {
      progress = now;
    },
    onDone: () => undefined,
  });
  const facts = (await readFacts(pane.store)) ?? {
    model,
    rights: await crm.readRights(),
    processes: [],
    rules: [],
    colleagues: [],
  };
  const estimator = createEstimator({
    ...common,
    largestAttachment: LARGEST,
    facts: () => facts,
    onBusy: (until) => void held.push(until),
    ...(idsPage === undefined ? {} : { idsPage }),
  });
  const choose = async (trips: readonly Trip[]): Promise<void> => {
    const setting = tripSetting(pane.store);
    await setting.choose({ version: 1, trips });
    setting.stop();
  };
  return {
    pane,
    keeper,
    copy,
    estimator,
    held,
    progress: () => progress,
    choose,
    async sync(trips) {
      await choose(trips);
      const begun = clock.now();
      await copy.refresh(true);
      expect(progress).toMatchObject({ phase: 'done' });
      const { rows = NaN, bytes = NaN } = progress ?? {};
      return { rows, bytes, ms: clock.now() - begun };
    },
  };
}

/** One trip, which is on and keeps of these tables alone. */
export const tripOf = (
  tables: Readonly<Record<string, RowChoice>>,
  more: Partial<Trip> = {},
): Trip => ({
  name: 'Fair',
  on: true,
  others: { rows: 'none' },
  tables: Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name, { rows }])),
  ...more,
});
