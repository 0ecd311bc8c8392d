import { LARGEST } from '../../../src/domain/attachment';
import { type Hint, type Signals } from '../../../src/offline/browser-signals';
import { type PageSide, startPageSide } from '../../../src/offline/page-side';
import { openLink } from '../../../src/offline/port';
import { startWorkerSide } from '../../../src/offline/worker-side';
import { identity } from './crm';
import type { World } from './world';

/** A browser's hints, given by the test. */
export class TestSignals implements Signals {
  isOnLine = true;
  isVisible = true;
  readonly #listeners = new Set<(hint: Hint) => void>();
  readonly onLine = (): boolean => this.isOnLine;
  readonly visible = (): boolean => this.isVisible;

  listen(hear: (hint: Hint) => void): () => void {
    this.#listeners.add(hear);
    return () => this.#listeners.delete(hear);
  }

  give(hint: Hint): void {
    for (const hear of [...this.#listeners]) hear(hint);
  }
}

export interface Whole {
  readonly page: PageSide;
  readonly signals: TestSignals;
  readonly stop: () => void;
}

/** A whole pane: page and worker side joined by a real message channel. */
export async function openWhole(world: World, signals = new TestSignals()): Promise<Whole> {
  const { port1, port2 } = new MessageChannel();
  const { clock, crm, locks, openDatabase } = world;
  const common = { identity, server: crm, clock, locks, openDatabase };
  const starting = startWorkerSide({
    ...common,
    link: openLink(port2),
    organizationTrips: world.organizationTrips,
    largestAttachment: LARGEST,
    used: () => Promise.resolve(null),
  });
  const closePorts = (): void => {
    port1.close();
    port2.close();
  };
  let page: PageSide;
  try {
    page = await startPageSide({
      ...common,
      link: openLink(port1),
      signals,
      mirrorOf: world.mirrorOf,
      newId: world.newId,
      random: () => 0,
      policies: () => world.policies,
      refresh: world.refresh,
      organizationTrips: world.organizationTrips,
    });
  } catch (error) {
    (await starting).stop();
    closePorts();
    throw error;
  }
  const worker = await starting;
  return {
    page,
    signals,
    stop: () => {
      page.stop();
      worker.stop();
      closePorts();
    },
  };
}
