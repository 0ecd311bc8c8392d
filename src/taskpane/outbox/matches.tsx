import { useState } from 'preact/hooks';
import type { OutboxEntry } from '../../domain/entry';
import { type Row, rowKey } from '../../domain/row';
import type { Table } from '../../domain/table';
import { shownNameOf, tableLabel } from '../names';
import { usePane } from '../pane';
import { strings } from '../strings';
import { Radios } from '../ui/radios';
import { useLive } from '../use-live';
import { Compared } from './compared';
import { useMatches, type Found } from './use-matches';

const text = strings.duplicates;

export interface Props {
  readonly entry: OutboxEntry;
  readonly table: Table;
  /** What tells this entry from another one on the same record. */
  readonly describedBy: string;
  /** Does what the user has chosen, and tells what came of it. */
  readonly run: (work: Promise<void>, told: string, failed: string) => void;
}

const whereTold = ({ where, matches }: Found): string | null => {
  if (where === 'failed') return text.failed;
  if (where === 'here')
    return matches.length > 0 ? strings.onlineOnly.duplicates.why : text.noneHere;
  return matches.length > 0 ? null : text.none;
};

/** What tells rows of one name apart. */
const detailOf = (table: Table | undefined, { values }: Row): string =>
  Object.values(table?.columns ?? {})
    .filter((column) => column.format === 'email' || column.format === 'phone')
    .flatMap(({ name }) => (typeof values[name] === 'string' ? [values[name]] : []))
    .join(' · ');

/** What a held change may be a duplicate of, of which one is compared with it. */
export function Matches(props: Props) {
  const { app } = usePane();
  const model = useLive(app.model);
  const found = useMatches(props.entry);
  const [chosen, setChosen] = useState<string | null>(null);
  if (!found)
    return (
      <p class="muted" role="status">
        {text.looking}
      </p>
    );
  const { matches, onBoard } = found;
  const told = whereTold(found);
  const match = matches.find(({ row }) => rowKey(row) === chosen) ?? matches[0];
  return (
    <>
      {told !== null && (
        <p class="muted" role="status">
          {told}
        </p>
      )}
      {match && matches.length > 1 && (
        <Radios
          legend={text.found(matches.length)}
          value={rowKey(match.row)}
          onChange={setChosen}
          choices={matches.map(({ row }) => {
            const table = model[row.table];
            const name = table ? shownNameOf(table, row.values) : row.id;
            const label =
              row.table === props.table.name ? name : `${name}, ${tableLabel(model, row.table)}`;
            const hint = detailOf(table, row);
            return { value: rowKey(row), label, ...(hint !== '' && { hint }) };
          })}
        />
      )}
      {match && (
        <Compared
          key={rowKey(match.row)}
          {...props}
          match={match}
          onBoard={onBoard.has(rowKey(match.row))}
          dependents={found.dependents}
        />
      )}
    </>
  );
}
