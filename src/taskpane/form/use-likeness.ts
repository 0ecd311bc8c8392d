import { useEffect, useState } from 'preact/hooks';
import type { Intended } from '../../domain/duplicates';
import type { ListItem } from '../../domain/record-store';
import { usePane } from '../pane';

/** Milliseconds after the last key. */
const PAUSE = 400;

/** The records on this computer that a row which is being typed may be a duplicate of, after a pause in typing. */
export function useLikeness({ table, id, values }: Intended): readonly ListItem[] {
  const { app } = usePane();
  const [found, setFound] = useState<readonly ListItem[]>([]);
  const typed = JSON.stringify(values);
  useEffect(() => {
    if (typed === '{}') {
      setFound([]);
      return;
    }
    let stopped = false;
    const timer = setTimeout(() => {
      app.duplicates.here({ table, id, values }).then(
        (items) => {
          if (!stopped) setFound(items);
        },
        // It is a help: without it the CRM looks when the change is sent.
        () => undefined,
      );
    }, PAUSE);
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
    // `typed` stands for the values, which are new at each rendering.
  }, [app, table, id, typed]);
  return found;
}
