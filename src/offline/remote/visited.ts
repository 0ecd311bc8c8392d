import type { Stores } from '../database/local-database';
import { FORMAT } from '../stored';

const VISITED = 'visited';

/**
 * Keys of the rows that are on board because the user has opened them, the last opened one last.
 * May run inside a transaction on state.
 */
export async function readVisited({ state }: Pick<Stores, 'state'>): Promise<readonly string[]> {
  const mark = await state.get(VISITED);
  return (mark?.keys as { rows?: readonly string[] } | undefined)?.rows ?? [];
}

/** Only in a transaction in which they were read: every pane writes them. */
export async function writeVisited(
  { state }: Pick<Stores, 'state'>,
  rows: readonly string[],
): Promise<void> {
  await state.put({ keys: { rows }, rev: 0, v: FORMAT, body: null }, VISITED);
}
