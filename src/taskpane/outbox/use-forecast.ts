import { useState } from 'preact/hooks';
import type { OutboxEntry } from '../../domain/entry';
import type { Forecast } from '../../domain/forecast';
import { usePane } from '../pane';

/** Tells a line from one in which anything else would be sent. */
const markOf = (entries: readonly OutboxEntry[]): string =>
  JSON.stringify(entries.map(({ id, state, values, before }) => [id, state, values, before]));

/** `stale`: the line is not the one any more that it was asked for. */
export type Foretold =
  | { readonly kind: 'none' | 'asking' | 'failed' | 'stale' }
  | { readonly kind: 'known'; readonly forecast: Forecast };

/** What would become of the changes: asked by the user, and put away by them. */
export function useForecast(entries: readonly OutboxEntry[]) {
  const { app } = usePane();
  const [answer, setAnswer] = useState<Foretold>({ kind: 'none' });
  const [asked, setAsked] = useState('');
  const ask = () => {
    setAnswer({ kind: 'asking' });
    setAsked(markOf(entries));
    app.foretell().then(
      (forecast) => {
        setAnswer({ kind: 'known', forecast });
      },
      () => {
        setAnswer({ kind: 'failed' });
      },
    );
  };
  const put = () => {
    setAnswer({ kind: 'none' });
  };
  const stale = answer.kind === 'known' && asked !== markOf(entries);
  const shown: Foretold = stale ? { kind: 'stale' } : answer;
  const foretold: Foretold = entries.length === 0 ? { kind: 'none' } : shown;
  return { foretold, ask, put };
}
