import { CrmError } from '../../domain/crm-error';
import type { CrmServer } from '../../domain/crm-server';
import { decide, isTransient } from '../../domain/decision';
import { rowKey } from '../../domain/row';
import type { AttachmentProgress } from '../../domain/status';
import type { Catalogue } from '../catalogue/catalogue';
import type { Meter } from '../copy/meter';
import type { Stopwatch } from '../copy/pace';
import { readVisited } from '../remote/visited';
import type { Store } from '../store';
import { isFull } from '../store-error';
import { dropKept, keep, versionsHere } from './kept';
import { type Mark, readMark, writeMark } from './mark';
import { type Candidate, wantedOnBoard, type WantedContext } from './wanted';

export interface BringContext extends Omit<WantedContext, 'read'> {
  readonly store: Store;
  readonly server: Pick<CrmServer, 'readPage' | 'readAttachment'>;
  /** Asks the CRM when it is time to, and again where it was too busy. */
  readonly ask: <T>(question: () => Promise<T>) => Promise<T>;
  readonly stopwatch: Pick<Stopwatch, 'file'>;
  readonly meter: Pick<Meter, 'attached' | 'measure' | 'weighed'>;
  readonly catalogue: Catalogue;
  /** The choice of rows. */
  readonly chosen: string;
  /** Larger files stay in the CRM: bytes. */
  readonly largest: number;
  /** The user wants it: what found no space is tried again. */
  readonly again: boolean;
}

const keyOf = ({ table: { name }, id }: Candidate): string => rowKey({ table: name, id });

/** The smallest first: so most are here soonest. */
const bySize = (a: Candidate, b: Candidate): number =>
  a.size - b.size || (keyOf(a) < keyOf(b) ? -1 : 1);

/**
 * Brings the files that belong on this computer, one after the other, and removes the others. Each is kept as soon as
 * it is whole. Where no space is left for one, the others do not come either. Rejects with a CrmError, a StoreError, and
 * with what `ask` does.
 */
export async function bringAttachments(context: BringContext): Promise<void> {
  const { store, server, ask, catalogue, chosen, largest, meter } = context;
  const read: CrmServer['readPage'] = (query, next) => ask(() => server.readPage(query, next));
  const visited = await readVisited(store.db);
  const { files, held } = await wantedOnBoard({ ...context, read }, catalogue, visited);
  const wanted = files.filter(({ size }) => size <= largest);
  const here = await versionsHere(store.db);
  const stay = new Set([...held, ...wanted.map(keyOf)]);
  await dropKept(
    store,
    [...here.keys()].filter((key) => !stay.has(key)),
  );

  const lacking = wanted
    .filter((each) => each.etag !== null && here.get(keyOf(each)) !== each.etag)
    .sort(bySize);
  const notGiven: string[] = [];
  const mark = (stage: Mark['stage']): Promise<void> =>
    writeMark(store, { chosen, wanted: wanted.map(keyOf), notGiven, stage });
  if (lacking.length === 0) return mark('ended');
  let progress: AttachmentProgress = {
    done: 0,
    total: lacking.length,
    bytes: 0,
    totalBytes: lacking.reduce((sum, { size }) => sum + size, 0),
    full: false,
  };
  const show = (change: Partial<AttachmentProgress>): void => {
    progress = { ...progress, ...change };
    meter.attached(progress);
  };
  const before = await readMark(store);
  if (before?.stage === 'full' && before.chosen === chosen && !context.again) {
    await mark('full');
    return show({ full: true });
  }
  await mark('coming');
  meter.measure(0);
  show({});
  for (const file of lacking) {
    try {
      if (!(await bring(context, file))) notGiven.push(keyOf(file));
    } catch (error) {
      if (!isFull(error)) throw error;
      await mark('full');
      return show({ full: true });
    }
    show({ done: progress.done + 1, bytes: progress.bytes + file.size });
  }
  await mark('ended');
}

/** One that the CRM does not give is passed over, until the next refresh. @returns whether it gave it. */
async function bring(context: BringContext, file: Candidate): Promise<boolean> {
  const { store, server, ask, stopwatch, meter } = context;
  const { table, id, size } = file;
  try {
    const found = await ask(() =>
      stopwatch.file(size, () => server.readAttachment(table, id, size)),
    );
    if (found === null) return false;
    meter.weighed(found.bytes);
    await keep(store, keyOf(file), found);
    return true;
  } catch (error) {
    if (!(error instanceof CrmError) || isTransient(decide(error.failure, false))) throw error;
    return false;
  }
}
