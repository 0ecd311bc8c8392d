import { denies } from '../../domain/column-security';
import type { Column, Table } from '../../domain/table';
import { sameValue, type Values } from '../../domain/value';
import { type Currency, formatValue } from '../format';
import { strings } from '../strings';

/** What is filled in on the form, in its order, and what else is changed. */
export function filledColumns(table: Table, mine: Values, changed: Values): Column[] {
  const form = table.sections.flatMap(({ columns }) => columns);
  return [...new Set([...form, ...Object.keys(changed)])]
    .filter((name) => name in mine && !sameValue(mine[name], null))
    .flatMap((name) => table.columns[name] ?? [])
    .filter(({ name, type }) => name !== table.primaryId && type !== 'uniqueidentifier');
}

interface Props {
  /** Begins the ids of the fields. */
  readonly id: string;
  readonly labelledBy?: string | undefined;
  readonly columns: readonly Column[];
  readonly mine: Values;
  readonly theirs: Values;
  /** What the values of the other record are called. */
  readonly theirsLabel: string;
  readonly currency: Currency | null;
  /** The columns that can be taken over from mine. */
  readonly open: ReadonlySet<string>;
  readonly taken: ReadonlySet<string>;
  readonly onChange: (taken: ReadonlySet<string>) => void;
}

/** Two records of a table column by column, of which one may take over values of the other. */
export function SideBySide({ id, labelledBy, columns, mine, theirs, ...props }: Props) {
  const { theirsLabel, currency, open, taken, onChange } = props;
  return (
    <ul aria-labelledby={labelledBy}>
      {columns.map((column) => {
        const { name, label } = column;
        const value = (values: Values) =>
          formatValue(column, values[name], currency) || strings.empty;
        const own = (
          <span>
            {label}: <bdi>{value(mine)}</bdi>
          </span>
        );
        return (
          <li key={name}>
            {open.has(name) ? (
              <label class="check">
                <input
                  type="checkbox"
                  checked={taken.has(name)}
                  aria-describedby={`${id}-${name}`}
                  onChange={(event) => {
                    const next = new Set(taken);
                    if (event.currentTarget.checked) next.add(name);
                    else next.delete(name);
                    onChange(next);
                  }}
                />
                {own}
              </label>
            ) : (
              own
            )}
            <p class={open.has(name) ? 'muted check-hint' : 'muted'} id={`${id}-${name}`}>
              {theirsLabel}:{' '}
              <bdi>{denies(column, 'Read') ? strings.record.unseen : value(theirs)}</bdi>
            </p>
          </li>
        );
      })}
    </ul>
  );
}
