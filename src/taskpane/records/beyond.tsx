import { CrmError } from '../../domain/crm-error';
import { decide } from '../../domain/decision';
import type { ListItem } from '../../domain/record-store';
import { rowKey } from '../../domain/row';
import { strings } from '../strings';
import { useRemoteSearch, type RemoteSearch } from '../use-remote-search';
import { RecordList } from './record-list';

const text = strings.remote;

/** Why only this computer was searched. */
function whyNot(error: unknown): string {
  if (!(error instanceof CrmError)) return text.notSearched.silent;
  switch (decide(error.failure, false)) {
    case 'throttled':
      return text.notSearched.busy;
    case 'offline':
    case 'serverDown':
      return text.notSearched.silent;
    case 'signIn':
      return text.notSearched.signIn;
    default:
      return text.notSearched.refused;
  }
}

function outcome(search: RemoteSearch, items: readonly ListItem[]): string {
  if (search.kind === 'failed') return whyNot(search.error);
  if (search.kind === 'offline') return search.why;
  if (search.kind !== 'found') return '';
  if (search.page.more) return text.foundMore;
  return items.length === 0 ? text.none : text.found(items.length);
}

/** What the CRM finds beyond this computer. */
export interface Beyond {
  readonly search: RemoteSearch;
  readonly items: readonly ListItem[];
}

/**
 * @param words without blanks around them
 * @param table null: all of them
 * @param above what is listed anyway
 */
export function useBeyond(words: string, table: string | null, above: readonly ListItem[]): Beyond {
  const search = useRemoteSearch(words, table === null ? null : [table], true);
  const keys = new Set(above.map(rowKey));
  const found = search.kind === 'found' ? search.page.items : [];
  return { search, items: found.filter((item) => !keys.has(rowKey(item))) };
}

/** How the search in the CRM goes: above a list that may be long. Offline it says that it is not searched. */
export function BeyondNote({ search, items }: Beyond) {
  if (search.kind === 'off') return null;
  return (
    <div class="muted" data-remote={search.kind}>
      {search.kind === 'looking' && text.looking}
      <div role="status">{outcome(search, items)}</div>
    </div>
  );
}

/** @param withTable whether each says its table */
export function BeyondList({
  items,
  withTable,
}: Pick<Beyond, 'items'> & { readonly withTable: boolean }) {
  if (items.length === 0) return null;
  return (
    <section class="records-beyond">
      <h2 class="section-title">{text.title}</h2>
      <RecordList items={items} label={text.title} withTable={withTable} />
    </section>
  );
}
