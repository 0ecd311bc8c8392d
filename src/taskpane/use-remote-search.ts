import { useEffect, useState } from 'preact/hooks';
import type { RemotePage } from '../domain/remote-records';
import { usePane } from './pane';
import { useWhyOffline } from './use-online-only';

/** Milliseconds after the last key. */
const PAUSE = 400;

/** Letters that are worth a question to the CRM. */
const SHORTEST = 2;

/** `off`: the CRM is not asked, since nothing is looked for; `offline`: for the reason that is given. */
export type RemoteSearch =
  | { readonly kind: 'off' | 'looking' }
  | { readonly kind: 'offline'; readonly why: string }
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
  const why = useWhyOffline('search');
  const looks = wanted && text.length >= SHORTEST;
  const asks = looks && why === null;
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
  return looks && why !== null ? { kind: 'offline', why } : search;
}
