import { useId } from 'preact/hooks';
import { denies } from '../../domain/column-security';
import { lacks } from '../../domain/left-out';
import type { LocalRow } from '../../domain/row';
import { rowKey } from '../../domain/row';
import type { Column, Table } from '../../domain/table';
import { isLookup, type Lookup } from '../../domain/value';
import { usePane } from '../pane';
import { strings } from '../strings';
import { useCurrency, useStored } from '../use-stored';
import { FieldValue } from './field-value';

/** Which of the row's lookups can be opened here. */
function useOnBoard(row: LocalRow): ReadonlySet<string> {
  const { app } = usePane();
  const lookups = Object.values(row.values).filter((value): value is Lookup => isLookup(value));
  const keys = lookups.map(rowKey).sort().join();
  const { data } = useStored(`${rowKey(row)} ${keys}`, async () => {
    const found = await Promise.all(lookups.map((lookup) => app.records.get(lookup)));
    return new Set(lookups.filter((_, index) => found[index]).map(rowKey));
  });
  return data ?? new Set();
}

const isWide = (column: Column): boolean => column.type === 'memo' || column.type === 'parties';

/** The row's values by the sections of the table's form. */
export function Fields({ table, row }: { readonly table: Table; readonly row: LocalRow }) {
  const onBoard = useOnBoard(row);
  const id = useId();
  const currency = useCurrency(row.values);
  const sections = table.sections
    .map((section) => ({
      label: section.label,
      columns: section.columns.flatMap((name) => table.columns[name] ?? []),
    }))
    .filter(({ columns }) => columns.length > 0);
  if (sections.length === 0) return <p class="empty">{strings.record.noSections}</p>;
  return (
    <>
      {sections.map(({ label, columns }, index) => (
        <section key={index} class="fields-section">
          {label && <h2 class="section-title">{label}</h2>}
          <dl class="fields">
            {columns.map((column) => (
              <div
                key={column.name}
                class={`field-line${isWide(column) ? ' field-line-wide' : ''}`}
              >
                <dt id={`${id}-${column.name}`}>{column.label}</dt>
                <dd dir="auto">
                  {lacks(table, row, column.name) ? (
                    <span class="muted">
                      {denies(column, 'Read') ? strings.record.unseen : strings.record.notHere}
                    </span>
                  ) : (
                    <FieldValue
                      column={column}
                      value={row.values[column.name]}
                      currency={currency}
                      onBoard={onBoard}
                      labelledBy={`${id}-${column.name}`}
                    />
                  )}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </>
  );
}
