import { useId } from 'preact/hooks';
import { takeable } from '../../../domain/duplicates';
import { lacks } from '../../../domain/left-out';
import type { Table } from '../../../domain/table';
import { sameValue } from '../../../domain/value';
import { strings } from '../../strings';
import { useCurrency, useRow } from '../../use-stored';
import { filledColumns, SideBySide } from '../side-by-side';
import type { Compared } from './record-action';

const text = strings.actions;

interface Props {
  readonly table: Table;
  readonly compared: Compared;
  readonly taken: ReadonlySet<string>;
  readonly onChange: (taken: ReadonlySet<string>) => void;
}

/** What the record that is given up has and the other one has not, of which that one may take over what is wanted. */
export function TakenOver({ table, compared, taken, onChange }: Props) {
  const id = useId();
  const from = useRow(compared.from).data;
  const to = useRow(compared.to).data;
  const currency = useCurrency({ ...to?.values, ...from?.values });
  if (!from || !to) return null;
  const open = new Set(
    takeable(table, from.values, to.values).filter((name) => name !== 'ownerid'),
  );
  const columns = filledColumns(table, from.values, {})
    .filter(({ name }) => open.has(name) && !sameValue(from.values[name], to.values[name]))
    // What the other one has of it is not known here.
    .filter(({ name }) => !lacks(table, to, name));
  if (columns.length === 0) return <p class="muted">{text.nothingToTake}</p>;
  return (
    <div class="compared">
      <p id={`${id}-take`}>{text.takeOver}</p>
      <SideBySide
        id={id}
        labelledBy={`${id}-take`}
        columns={columns}
        mine={from.values}
        theirs={to.values}
        theirsLabel={text.has}
        currency={currency}
        open={open}
        taken={taken}
        onChange={onChange}
      />
    </div>
  );
}
