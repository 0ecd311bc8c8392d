import type { OutboxEntry } from '../../domain/entry';
import type { Table } from '../../domain/table';
import { formatMoment } from '../format';
import { shownName } from '../names';
import { usePane } from '../pane';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { useLive } from '../use-live';
import { Changes } from './changes';

const text = strings.outbox;

interface Props {
  readonly entry: OutboxEntry;
  readonly table: Table;
  /** What tells this entry from another one on the same record. */
  readonly describedBy: string;
  /** Does what the user has chosen, and tells where it fails. */
  readonly run: (work: Promise<void>) => void;
}

/**
 * A change that is done whole or not at all, to a record that others have changed: a record that is deleted here goes or
 * stays, an action is done all the same or not at all.
 */
export function WholeConflict({ entry, table, describedBy, run }: Props) {
  const { app } = usePane();
  const model = useLive(app.model);
  const { values = {}, by = '', at = null } = entry.theirs ?? {};
  const name = shownName(model, entry.ref.table, entry.name);
  const deletes = entry.kind === 'delete';
  const answers = [
    { label: deletes ? text.deleteAnyway : text.doAnyway, mine: 'all' },
    { label: deletes ? text.keepRecord : text.doNot, mine: [] },
  ] as const;
  return (
    <div class="conflict stack">
      <p class="muted">{text.changedBy(by, at === null ? '' : formatMoment(at))}</p>
      <Changes table={table} entry={entry} theirs={values} describedBy={describedBy} />
      <div class="row entry-actions">
        {answers.map(({ label, mine }) => (
          <Button
            key={label}
            describedBy={describedBy}
            label={text.of(label, name)}
            onClick={() => {
              run(app.outbox.resolve(entry.seq, mine));
            }}
          >
            {label}
          </Button>
        ))}
      </div>
    </div>
  );
}
