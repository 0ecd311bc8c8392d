import type { Theirs } from '../../domain/conflict';
import type { OutboxEntry } from '../../domain/entry';
import type { Verdict } from '../../domain/forecast';
import type { Table } from '../../domain/table';
import type { Values } from '../../domain/value';
import { formatMoment, formatValue } from '../format';
import { strings } from '../strings';
import { useCurrency } from '../use-stored';
import { explainFailure } from './explain';

const text = strings.forecast.verdict;

function sayVerdict(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'merged':
      return Object.keys(verdict.theirs.values).length > 0 ? text.merged : text.mergedUnseen;
    case 'yields':
      return verdict.whole ? text.yieldsWhole : text.yields;
    case 'asks':
      return verdict.theirs === null ? text.asksLost : text.asks;
    case 'duplicate':
      return text.duplicate(
        new Intl.ListFormat('en').format(verdict.names.map((name) => name || strings.noName)),
      );
    case 'refused':
      return text.refused(explainFailure(verdict.failure));
    default:
      return text[verdict.kind];
  }
}

interface TheirProps {
  readonly theirs: Theirs;
  readonly table: Table | undefined;
  readonly entry: OutboxEntry;
}

/** What others have written. */
function Their({ theirs, table, entry }: TheirProps) {
  const currency = useCurrency({ ...entry.before, ...theirs.values } satisfies Values);
  const { by, at, values } = theirs;
  const lines = Object.entries(values).flatMap(([name, value]) => {
    const column = table?.columns[name];
    return column ? [{ name, label: column.label, now: formatValue(column, value, currency) }] : [];
  });
  return (
    <>
      <ul class="bullets">
        {lines.map(({ name, label, now }) => (
          <li key={name}>
            {label}: <bdi>{now || strings.empty}</bdi>
          </li>
        ))}
      </ul>
      {(by !== '' || at !== null) && (
        <p class="muted">{strings.forecast.by(by, at === null ? '' : formatMoment(at))}</p>
      )}
    </>
  );
}

interface Props {
  readonly verdict: Verdict;
  readonly table: Table | undefined;
  readonly entry: OutboxEntry;
}

/** What would become of an entry. */
export function VerdictLine({ verdict, table, entry }: Props) {
  const theirs = 'theirs' in verdict ? verdict.theirs : null;
  return (
    <div class="forecast" data-verdict={verdict.kind}>
      <p>{sayVerdict(verdict)}</p>
      {theirs && <Their theirs={theirs} table={table} entry={entry} />}
    </div>
  );
}
