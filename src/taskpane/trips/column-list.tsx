import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import { readableColumns } from '../../domain/column-security';
import { boundBy } from '../../domain/left-out';
import type { Column, Table } from '../../domain/table';
import type { TableFilter } from '../../domain/trip';
import { usePane } from '../pane';
import { strings } from '../strings';
import { useLive } from '../use-live';

const text = strings.columns;

/** With more, they can be searched. */
const FEW = 10;

interface Props {
  /** What all that is chosen here is called. */
  readonly heading: string;
  readonly table: Table;
  readonly filter: TableFilter;
  /** Stands before the columns. */
  readonly children?: ComponentChildren;
  readonly onChange: (filter: TableFilter) => void;
}

/** The columns that a trip brings of a table; those that are always brought cannot be unchecked, and say why. */
export function ColumnList({ heading, table, filter, children, onChange }: Props) {
  const { app } = usePane();
  const rules = useLive(app.rules);
  const [search, setSearch] = useState('');
  const id = useId();
  const without = filter.without ?? [];
  const columns = readableColumns(table)
    .filter(({ type }) => type !== 'uniqueidentifier')
    .sort((a, b) => a.label.localeCompare(b.label));
  const found = columns.filter(({ label }) =>
    label.toLowerCase().includes(search.trim().toLowerCase()),
  );

  const bring = ({ name }: Column, brought: boolean) => {
    const { without: _, ...others } = filter;
    const rest = without.filter((other) => other !== name);
    const changed = brought ? rest : [...rest, name].sort();
    onChange(changed.length === 0 ? others : { ...others, without: changed });
  };
  return (
    <div class="conditions" role="group" aria-label={heading}>
      {children}
      <p class="muted">{text.intro}</p>
      {columns.length > FEW && (
        <input
          type="search"
          class="input"
          aria-label={text.search(table.pluralLabel)}
          placeholder={text.placeholder}
          value={search}
          onInput={(event) => {
            setSearch(event.currentTarget.value);
          }}
        />
      )}
      <ul class="columns">
        {found.map((column) => {
          const { name, label } = column;
          const why = boundBy(table, column, [filter], rules);
          return (
            <li key={name}>
              <label class="check">
                <input
                  type="checkbox"
                  checked={why !== null || !without.includes(name)}
                  disabled={why !== null}
                  aria-describedby={why === null ? undefined : `${id}-${name}`}
                  onChange={(event) => {
                    bring(column, event.currentTarget.checked);
                  }}
                />
                {label}
              </label>
              {why !== null && (
                <p class="muted check-hint" id={`${id}-${name}`}>
                  {text.bound[why]}
                </p>
              )}
            </li>
          );
        })}
      </ul>
      {found.length === 0 && <p class="empty">{text.noneFound(search.trim())}</p>}
    </div>
  );
}
