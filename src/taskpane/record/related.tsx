import { useId } from 'preact/hooks';
import { may } from '../../domain/rights';
import type { LocalRow } from '../../domain/row';
import { nameOf } from '../../domain/row';
import type { Table } from '../../domain/table';
import type { ListItem } from '../../domain/record-store';
import { usePane } from '../pane';
import { whyNot } from '../permission';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { useLive } from '../use-live';
import { useRelated } from '../use-stored';
import { Group } from './group';

/** Rows that refer to this one, by table; a new one starts with the reference filled in. */
export function Related({ table, row }: { readonly table: Table; readonly row: LocalRow }) {
  const { app, nav } = usePane();
  const model = useLive(app.model);
  const rights = useLive(app.rights);
  const { data } = useRelated(row);
  const id = useId();
  if (!data) return null;

  const onForm = (of: Table, column: string) =>
    of.sections.some((section) => section.columns.includes(column));
  const empty = table.referencedBy
    .filter(({ table: of, column }) => {
      const other = model[of];
      return (
        other !== undefined &&
        onForm(other, column) &&
        !data.some((group) => group.table === of && group.column === column)
      );
    })
    .map((reference) => ({ ...reference, items: [] as readonly ListItem[] }));
  const groups = [...data, ...empty].flatMap((group) => {
    const of = model[group.table];
    const column = of?.columns[group.column];
    return of && column ? [{ ...group, of, columnInfo: column }] : [];
  });
  if (groups.length === 0) return null;
  const mayCreate = ({ of, columnInfo }: Pick<(typeof groups)[number], 'of' | 'columnInfo'>) =>
    columnInfo.canCreate && may(rights, of, 'Create').allowed;
  const creatable = groups.some((group) => mayCreate(group));
  const refused = creatable ? whyNot(rights, table, 'AppendTo', row) : null;

  return (
    <section class="fields-section">
      <h2 class="section-title">{strings.record.related}</h2>
      {refused !== null && (
        <p class="muted" id={`${id}-refused`}>
          {refused}
        </p>
      )}
      {groups.map(({ of, columnInfo, items }) => {
        const several = groups.filter((other) => other.of === of).length > 1;
        const lookup = { table: row.table, id: row.id, name: nameOf(table, row.values) };
        const titleId = `${id}-${of.name}.${columnInfo.name}`;
        return (
          <Group
            key={titleId}
            id={titleId}
            label={several ? `${of.pluralLabel} (${columnInfo.label})` : of.pluralLabel}
            items={items}
            parent={lookup.name}
            action={
              mayCreate({ of, columnInfo }) && (
                <Button
                  look="subtle"
                  icon="add"
                  label={strings.record.newRelated(of.label)}
                  disabled={refused !== null}
                  describedBy={refused === null ? titleId : `${id}-refused`}
                  onClick={() => {
                    nav.open({
                      kind: 'form',
                      table: of.name,
                      id: null,
                      values: { [columnInfo.name]: lookup },
                    });
                  }}
                />
              )
            }
          />
        );
      })}
    </section>
  );
}
