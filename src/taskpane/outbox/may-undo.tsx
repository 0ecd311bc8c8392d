import { useEffect, useState } from 'preact/hooks';
import type { OutboxEntry } from '../../domain/entry';
import type { LocalRow } from '../../domain/row';
import { undoNeeds } from '../../domain/undo';
import { usePane } from '../pane';
import { whyNot } from '../permission';
import { strings } from '../strings';
import { useLive } from '../use-live';

const text = strings.outbox.undo;

/** Why the user's rights do not let them take a change back; null: they do, or it is not known yet. */
export function useForbiddenUndo({ kind, ref }: Pick<OutboxEntry, 'kind' | 'ref'>): string | null {
  const { app } = usePane();
  const rights = useLive(app.rights);
  const model = useLive(app.model);
  const [row, setRow] = useState<LocalRow | null>(null);
  const { table: name, id } = ref;
  useEffect(() => {
    // Once: whose it is hardly ever changes. Where it cannot be read, the CRM has the last word.
    app.records.get({ table: name, id }).then(setRow, () => undefined);
  }, [app, name, id]);
  const table = model[name];
  return table === undefined ? null : whyNot(rights, table, undoNeeds[kind], row ?? undefined);
}

/** What of a change that waits will not be undone once it is sent, said while it can still be discarded. */
export function UndoLimits({ entry }: { readonly entry: OutboxEntry }) {
  const forbidden = useForbiddenUndo(entry);
  if (entry.state === 'unreadable') return null;
  if (forbidden !== null) return <p class="muted">{text.limits.forbidden(forbidden)}</p>;
  const { kind } = entry;
  return kind === 'delete' || kind === 'action' ? <p class="muted">{text.limits[kind]}</p> : null;
}
