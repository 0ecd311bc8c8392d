import { useId } from 'preact/hooks';
import type { UnseenChange } from '../../domain/unseen';
import { formatRecent } from '../format';
import { shownName, tableLabel } from '../names';
import { Changes } from '../outbox/changes';
import { usePane } from '../pane';
import { strings } from '../strings';
import { useLive } from '../use-live';
import { useNow } from '../use-now';
import { useRow } from '../use-stored';

const text = strings.unseen;

/** A record that others have changed: who, when, and each field before and after. */
export function UnseenItem({ change }: { readonly change: UnseenChange }) {
  const { app, nav } = usePane();
  const model = useLive(app.model);
  const now = useNow();
  const id = useId();
  const { ref, name, by, at, gone, before, after } = change;
  const table = model[ref.table];
  const money = Object.keys(after).some((column) => table?.columns[column]?.type === 'money');
  const row = useRow(money ? ref : null).data;
  const when = formatRecent(Date.parse(at), now);
  const shown = shownName(model, ref.table, name);
  return (
    <li class="entry">
      <div class="entry-title" dir="auto">
        {gone ? (
          shown
        ) : (
          <button
            type="button"
            class="link"
            aria-describedby={id}
            onClick={() => {
              nav.open({ kind: 'record', ref });
            }}
          >
            {shown}
          </button>
        )}
      </div>
      <p class="muted" id={id}>
        {tableLabel(model, ref.table)} · {gone ? text.found(when) : text.by(by, when)}
      </p>
      {gone && <p class="entry-why">{text.gone}</p>}
      <Changes
        table={table}
        entry={{ kind: 'update', ref, name, before, values: after }}
        row={row?.values}
        describedBy={id}
      />
    </li>
  );
}
