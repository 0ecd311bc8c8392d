import { referencesOf, rowKey } from '../../src/domain/row';
import type { QueuedEntry } from '../../src/offline/stored';
import { require } from './broken';

/**
 * What refers to another record depends on its create where that stands before it. Behind it stands one that was
 * saved after somebody had referred to the record, as a user does who does not wait for the saving.
 */
export function checkReferences(line: readonly QueuedEntry[]): void {
  const creates = new Map(
    line.filter(({ kind }) => kind === 'create').map(({ ref, seq }) => [rowKey(ref), seq]),
  );
  for (const { seq, ref, values, link, dependsOn } of line)
    for (const other of [...referencesOf(values), ...(link === undefined ? [] : [link.other])]) {
      const create = creates.get(rowKey(other));
      const own = rowKey(other) === rowKey(ref);
      require(create === undefined ||
        create > seq ||
        own ||
        dependsOn.includes(
          create,
        ), `entry ${seq} refers to what entry ${create} creates, and does not wait for it`);
    }
}
