import { useEffect, useReducer, useState } from 'preact/hooks';
import { rowKey, type RowRef } from '../../domain/row';
import { usePane } from '../pane';
import { useWhyOffline } from '../use-online-only';

/** How far a record that is not on this computer is: `offline`: it cannot be asked for now. */
export type Visit = 'reading' | 'kept' | 'gone' | 'failed' | 'offline';

/**
 * Opens a record: one that is not on this computer is read from the CRM, again when the CRM can be reached again.
 * @param here whether it is on this computer; undefined: that is not known yet
 */
export function useVisit(
  ref: RowRef,
  here: boolean | undefined,
): { readonly visit: Visit; readonly again: () => void } {
  const { app } = usePane();
  const offline = useWhyOffline('open') !== null;
  const asks = here === true || !offline;
  const [visit, setVisit] = useState<Visit>('reading');
  const [tries, again] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    if (here === undefined) return;
    setVisit(asks ? 'reading' : 'offline');
    if (!asks) return;
    let stopped = false;
    app.remote.visit(ref).then(
      (kept) => {
        if (!stopped) setVisit(kept ? 'kept' : 'gone');
      },
      () => {
        if (!stopped) setVisit('failed');
      },
    );
    return () => {
      stopped = true;
    };
    // The reference is a new object at each rendering; its key says whether it is another one.
  }, [app, rowKey(ref), here, asks, tries]);
  return {
    visit,
    again: () => {
      again(undefined);
    },
  };
}
