import { refusedStates } from '../../domain/entry';
import { type LocalRow, sameRow } from '../../domain/row';
import { sameValue, type Values } from '../../domain/value';
import { usePane } from '../pane';
import { useLive } from '../use-live';

/**
 * What a form shows in the columns of the change it corrects that a later change has written again: saving gives the
 * corrected change these values, since nobody would want its own any more.
 * @param id of the entry; undefined: nothing is corrected.
 */
export function useCorrected(id: string | undefined, row: LocalRow | null): Values {
  const entries = useLive(usePane().app.outbox.entries);
  const entry = entries.find((one) => one.id === id && refusedStates.includes(one.state));
  if (!entry || !row) return {};
  const later = entries.filter((other) => other.seq > entry.seq && sameRow(other.ref, entry.ref));
  return Object.fromEntries(
    Object.entries(entry.values)
      .filter(([column, value]) => !sameValue(value, row.values[column]))
      .filter(([column]) => later.some(({ values }) => column in values))
      .map(([column]) => [column, row.values[column] ?? null]),
  );
}
