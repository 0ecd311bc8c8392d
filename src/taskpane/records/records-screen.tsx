import { useId, useRef, useState } from 'preact/hooks';
import type { ListPage, ListQuery } from '../../domain/record-store';
import type { Model } from '../../domain/table';
import { usePane, usePlace } from '../pane';
import { useReady } from '../ready';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { Menu } from '../ui/menu';
import { MessageBar } from '../ui/message-bar';
import { UnseenNote } from '../unseen/unseen-note';
import { useLive } from '../use-live';
import { useList } from '../use-stored';
import { BeyondList, BeyondNote, useBeyond } from './beyond';
import { CopyNote } from './copy-note';
import { NoneHere } from './none-here';
import { RecordList } from './record-list';
import { useCreatable } from './use-creatable';
import './records-screen.css';

/** List items at first, and more with each "Show more": as many as are laid out without being felt. */
const pageSize = 50;

/** What is found, or why nothing is; null: nothing at all is here. */
function describeList(found: ListPage & { readonly query: ListQuery }, model: Model) {
  const { items, total, similar, query } = found;
  if (total > 0)
    return similar
      ? strings.list.similar(query.text, total)
      : strings.list.found(items.length, total);
  if (query.text !== '') return strings.list.noneFound(query.text);
  const table = model[query.table ?? ''];
  return table ? strings.list.noneInTable(table.pluralLabel.toLowerCase()) : null;
}

/** Search over everything on this computer. */
export function RecordsScreen() {
  const { app, nav } = usePane();
  const { active } = usePlace();
  const model = useLive(app.model);
  const counts = useLive(app.copy.counts);
  const [text, setText] = useState('');
  const [table, setTable] = useState('');
  const [limit, setLimit] = useState(pageSize);
  const creatable = useCreatable();
  const results = useRef<HTMLDivElement>(null);
  const reasonId = useId();
  const { data, failed } = useList({ text: text.trim(), table: table || null, limit });
  const beyond = useBeyond(text.trim(), table || null, data?.items ?? []);
  useReady(active && (data !== undefined || failed));

  const tables = Object.values(model)
    .filter(({ name }) => (counts[name] ?? 0) > 0 || name === table)
    .sort((a, b) => a.pluralLabel.localeCompare(b.pluralLabel));
  const mayCreate = creatable.length > 0;

  const said = data && describeList(data, model);

  return (
    <div class="content stack">
      <h1 class="sr-only">{strings.tabs.records}</h1>
      <div class="records-tools">
        <input
          type="search"
          class="input records-search"
          aria-label={strings.list.search}
          placeholder={strings.list.search}
          value={text}
          onInput={(event) => {
            setText(event.currentTarget.value);
            setLimit(pageSize);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && text !== '') {
              event.preventDefault();
              event.stopPropagation();
              setText('');
            } else if (event.key === 'ArrowDown') {
              event.preventDefault();
              results.current?.querySelector<HTMLElement>('button')?.focus();
            }
          }}
        />
        <select
          class="input records-table"
          aria-label={strings.list.table}
          value={table}
          onChange={(event) => {
            setTable(event.currentTarget.value);
            setLimit(pageSize);
          }}
        >
          <option value="">{strings.list.all}</option>
          {tables.map(({ name, pluralLabel }) => (
            <option key={name} value={name}>
              {pluralLabel}
            </option>
          ))}
        </select>
        <Menu
          look="primary"
          icon="add"
          disabled={!mayCreate}
          describedBy={mayCreate ? undefined : reasonId}
          items={creatable.map(({ name, label }) => ({ value: name, label }))}
          onChoose={(name) => {
            nav.open({ kind: 'form', table: name, id: null, values: {} });
          }}
        >
          {strings.list.create}
        </Menu>
      </div>
      {!mayCreate && (
        <p class="muted" id={reasonId}>
          {strings.list.cannotCreate}
        </p>
      )}
      <CopyNote />
      <UnseenNote />
      {failed && <MessageBar tone="error">{strings.couldNotRead}</MessageBar>}
      <div ref={results}>
        {data && (
          <p
            class={data.total === 0 && said !== null ? 'empty' : 'muted'}
            aria-live={text === '' ? 'off' : 'polite'}
          >
            {said}
          </p>
        )}
        {data && said === null && <NoneHere />}
        <BeyondNote {...beyond} />
        {data && (
          <RecordList items={data.items} label={strings.list.name} withTable={table === ''} />
        )}
        {data && data.items.length < data.total && (
          <div class="records-more">
            <Button
              onClick={() => {
                setLimit(limit + pageSize);
              }}
            >
              {strings.list.more}
            </Button>
          </div>
        )}
        <BeyondList items={beyond.items} withTable={table === ''} />
      </div>
    </div>
  );
}
