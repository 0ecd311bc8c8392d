import { useEffect, useState } from 'preact/hooks';
import type { Match } from '../../domain/duplicates';
import type { OutboxEntry } from '../../domain/entry';
import { rowKey } from '../../domain/row';
import { usePane } from '../pane';
import { useWhyOffline } from '../use-online-only';

/** What a held change may be a duplicate of. */
export interface Found {
  readonly matches: readonly Match[];
  /** Keys of those that are on this computer. */
  readonly onBoard: ReadonlySet<string>;
  /** Where they were looked for; `failed`: here, since the CRM did not answer. */
  readonly where: 'crm' | 'here' | 'failed';
  /** Changes to other records that refer to the new one. */
  readonly dependents: number;
}

/** Null while it is looked for, and again whenever the connection comes or goes. */
export function useMatches(entry: OutboxEntry): Found | null {
  const { app } = usePane();
  const online = useWhyOffline('duplicates') === null;
  const [found, setFound] = useState<Found | null>(null);
  useEffect(() => {
    let stopped = false;
    const here = async (where: Found['where']) => ({
      matches: await app.duplicates.matches(entry, 'here'),
      where,
    });
    const look = async (): Promise<Found> => {
      const { matches, where } = online
        ? await app.duplicates.matches(entry, 'crm').then(
            (all): Pick<Found, 'matches' | 'where'> => ({ matches: all, where: 'crm' }),
            () => here('failed'),
          )
        : await here('here');
      const rows = await Promise.all(matches.map(({ row }) => app.records.get(row)));
      const dependents = await app.outbox.dependents(entry.seq);
      return {
        matches,
        where,
        onBoard: new Set(rows.flatMap((row) => (row === null ? [] : [rowKey(row)]))),
        dependents: dependents.length,
      };
    };
    setFound(null);
    look().then(
      (all) => {
        if (!stopped) setFound(all);
      },
      () => {
        const nothing = { matches: [], onBoard: new Set<string>(), dependents: 0 };
        if (!stopped) setFound({ ...nothing, where: 'failed' });
      },
    );
    return () => {
      stopped = true;
    };
    // The entry is a new object whenever the outbox is read; these say whether it is another change.
  }, [app, online, entry.id, entry.at]);
  return found;
}
