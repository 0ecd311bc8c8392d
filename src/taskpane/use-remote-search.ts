import { useEffect, useState } from 'preact/hooks';
import type { RemotePage } from '../domain/remote-records';
import { usePane } from './pane';
import { useReachable } from './use-reachable';

/** Milliseconds after the last key. */
const PAUSE = 400;

/** Letters that are worth a question to the CRM. */
const SHORTEST = 2;

/** `off`: the CRM is not asked. */
export type RemoteSearch =
  | { readonly kind: 'off' | 'looking' }
  | { readonly kind: 'found'; readonly page: RemotePage }
  | { readonly kind: 'failed'; readonly error: unknown };

const off: RemoteSearch = { kind: 'off' };

/**
 * What the CRM has beyond this computer, after a pause in typing; other words give the question up.
 * @param tables null: all of them
 * @param wanted whether to look at all
 */
export function useRemoteSearch(
  text: string,
  tables: readonly string[] | null,
  wanted: boolean,
): RemoteSearch {
  const { app } = usePane();
  const asks = useReachable() && wanted && text.length >= SHORTEST;
  const [search, setSearch] = useState(off);
  const names = tables?.join();
  useEffect(() => {
    setSearch(asks ? { kind: 'looking' } : off);
    if (!asks) return;
    const question = new AbortController();
    const { signal } = question;
    const timer = setTimeout(() => {
      app.remote.search({ text, tables }, signal).then(
        (page) => {
          if (!signal.aborted) setSearch({ kind: 'found', page });
        },
        (error: unknown) => {
          if (!signal.aborted) setSearch({ kind: 'failed', error });
        },
      );
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      question.abort();
    };
    // `names` stands for the list of tables, which is new at each rendering.
  }, [app, asks, text, names]);
  return search;
}
