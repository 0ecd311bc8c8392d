import { useState } from 'preact/hooks';
import { contested } from '../../domain/conflict';
import type { OutboxEntry } from '../../domain/entry';
import type { Table } from '../../domain/table';
import { formatMoment, formatValue } from '../format';
import { shownName } from '../names';
import { usePane } from '../pane';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { useLive } from '../use-live';
import { useCurrency } from '../use-stored';

const text = strings.outbox;

interface Props {
  readonly entry: OutboxEntry;
  readonly table: Table;
  /** What tells this entry from another one on the same record. */
  readonly describedBy: string;
  /** Does what the user has chosen, and tells where it fails. */
  readonly run: (work: Promise<void>) => void;
}

/** A conflict column by column: whose value stays. */
export function Conflict({ entry, table, describedBy, run }: Props) {
  const { app } = usePane();
  const model = useLive(app.model);
  const theirs = entry.theirs?.values ?? {};
  const currency = useCurrency({ ...theirs, ...entry.values });
  const columns = contested(entry, theirs);
  const [given, setGiven] = useState<ReadonlySet<string>>(new Set());
  const name = shownName(model, entry.ref.table, entry.name);
  const decide = (mine: readonly string[]) => () => {
    run(app.outbox.resolve(entry.seq, mine));
  };
  const { by = '', at = null } = entry.theirs ?? {};
  const options = [
    { label: text.mine, values: entry.values, mine: true },
    { label: text.theirs, values: theirs, mine: false },
  ];
  return (
    <div class="conflict stack">
      <p class="muted">{text.changedBy(by, at === null ? '' : formatMoment(at))}</p>
      {columns.map((column) => {
        const described = table.columns[column];
        return (
          <fieldset key={column} class="conflict-column">
            <legend>{described?.label ?? column}</legend>
            {options.map(({ label, values, mine }) => (
              <label key={label} class="conflict-choice">
                <input
                  type="radio"
                  name={`${entry.id}-${column}`}
                  checked={given.has(column) !== mine}
                  onChange={() => {
                    const next = new Set(given);
                    if (mine) next.delete(column);
                    else next.add(column);
                    setGiven(next);
                  }}
                />
                <span>
                  {label}:{' '}
                  <bdi>
                    {(described && formatValue(described, values[column], currency)) ||
                      strings.empty}
                  </bdi>
                </span>
              </label>
            ))}
          </fieldset>
        );
      })}
      <div class="row entry-actions">
        <Button
          describedBy={describedBy}
          label={text.of(text.useChoice, name)}
          onClick={decide(columns.filter((column) => !given.has(column)))}
        >
          {text.useChoice}
        </Button>
        {columns.length > 1 && (
          <>
            <Button
              describedBy={describedBy}
              label={text.of(text.allMine, name)}
              onClick={decide(columns)}
            >
              {text.allMine}
            </Button>
            <Button
              describedBy={describedBy}
              label={text.of(text.allTheirs, name)}
              onClick={decide([])}
            >
              {text.allTheirs}
            </Button>
          </>
        )}
      </div>
    </div>
  );
}
