import { useId, useState } from 'preact/hooks';
import { intendedValues, takeable, type Match } from '../../domain/duplicates';
import type { OutboxEntry } from '../../domain/entry';
import type { Table } from '../../domain/table';
import { sameValue } from '../../domain/value';
import { shownName, shownNameOf, tableLabel } from '../names';
import { usePane } from '../pane';
import { whyNot } from '../permission';
import { filledColumns, SideBySide } from '../record/side-by-side';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { useLive } from '../use-live';
import { useCurrency, useRow } from '../use-stored';

const text = strings.duplicates;

interface Props {
  readonly entry: OutboxEntry;
  readonly table: Table;
  readonly match: Match;
  readonly onBoard: boolean;
  readonly dependents: number;
  readonly describedBy: string;
  readonly run: (work: Promise<void>, told: string, failed: string) => void;
}

/** One record that is like the held change, column by column; a new one can be given up for it. */
export function Compared({ entry, table, match, onBoard, dependents, describedBy, run }: Props) {
  const { app, nav } = usePane();
  const model = useLive(app.model);
  const rights = useLive(app.rights);
  const entries = useLive(app.outbox.entries);
  const [given, setGiven] = useState<ReadonlySet<string>>(new Set());
  const id = useId();
  const { row } = match;
  const created = entry.kind === 'create';
  const sameTable = row.table === table.name;
  const mine = { ...useRow(entry.ref).data?.values, ...intendedValues(entries, entry.ref) };
  const currency = useCurrency({ ...row.values, ...mine });
  const noWrite = whyNot(rights, table, 'Write', row);
  const filled = sameTable ? filledColumns(table, mine, entry.values) : [];
  const same = filled.filter(({ name }) => sameValue(mine[name], row.values[name]));
  const open = new Set(created && noWrite === null ? takeable(table, mine, row.values) : []);
  const there = model[row.table];
  const name = there ? shownNameOf(there, row.values) : row.id;
  return (
    <div class="compared">
      <div dir="auto" class="entry-title">
        {onBoard ? (
          <button
            type="button"
            class="link"
            onClick={() => {
              nav.open({ kind: 'record', ref: { table: row.table, id: row.id } });
            }}
          >
            {name}
          </button>
        ) : (
          name
        )}
      </div>
      {same.length > 0 && (
        <p class="muted">{text.same(same.map(({ label }) => label).join(', '))}</p>
      )}
      {open.size > 0 && <p id={`${id}-take`}>{text.takeOver}</p>}
      <SideBySide
        id={id}
        labelledBy={open.size > 0 ? `${id}-take` : undefined}
        columns={filled.filter((column) => !same.includes(column))}
        mine={mine}
        theirs={row.values}
        theirsLabel={text.theirs}
        currency={currency}
        open={open}
        taken={given}
        onChange={setGiven}
      />
      {created && sameTable && noWrite !== null && <p class="muted">{noWrite}</p>}
      {created && !sameTable && (
        <p class="muted">{text.otherTable(tableLabel(model, row.table))}</p>
      )}
      {created && sameTable && (
        <>
          <p class="muted" id={`${id}-what`}>
            {text.useWhat}
            {dependents > 0 && ` ${text.useDependents(dependents)}`}
          </p>
          <div class="row entry-actions">
            <Button
              look="primary"
              describedBy={`${describedBy} ${id}-what`}
              label={strings.outbox.of(text.use, shownName(model, table.name, entry.name))}
              onClick={() => {
                const columns = [...given].filter((column) => open.has(column));
                run(app.duplicates.use(entry.seq, match, columns), text.used, text.failedUse);
              }}
            >
              {text.use}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}
