import { useId, useState } from 'preact/hooks';
import { may } from '../../domain/rights';
import type { LocalRow } from '../../domain/row';
import { nameOf } from '../../domain/row';
import type { Table } from '../../domain/table';
import type { ListItem } from '../../domain/record-store';
import { usePane } from '../pane';
import { RecordList } from '../records/record-list';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { useLive } from '../use-live';
import { useRelated } from '../use-stored';

/** Shown before "Show more". */
const shortList = 5;

interface GroupProps {
  readonly of: Table;
  readonly label: string;
  readonly items: readonly ListItem[];
  readonly parent: string;
  /** Absent: the user may not create one here. */
  readonly onCreate: (() => void) | undefined;
}

function Group({ of, label, items, parent, onCreate }: GroupProps) {
  const [all, setAll] = useState(false);
  const id = useId();
  return (
    <div class="related-group">
      <div class="related-head">
        <h3 class="related-title" id={id}>
          {label}
          {items.length > 0 && <span class="muted"> {items.length}</span>}
        </h3>
        {onCreate && (
          <Button
            look="subtle"
            icon="add"
            label={strings.record.newRelated(of.label)}
            describedBy={id}
            onClick={onCreate}
          />
        )}
      </div>
      {items.length > 0 && (
        <RecordList
          items={all ? items : items.slice(0, shortList)}
          label={label}
          withTable={false}
          parent={parent}
        />
      )}
      {!all && items.length > shortList && (
        <Button
          look="subtle"
          onClick={() => {
            setAll(true);
          }}
        >
          {strings.list.more}
        </Button>
      )}
    </div>
  );
}

/** Rows that refer to this one, by table; a new one starts with the reference filled in. */
export function Related({ table, row }: { readonly table: Table; readonly row: LocalRow }) {
  const { app, nav } = usePane();
  const model = useLive(app.model);
  const rights = useLive(app.rights);
  const { data } = useRelated(row);
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

  return (
    <section class="fields-section">
      <h2 class="section-title">{strings.record.related}</h2>
      {groups.map(({ of, columnInfo, items }) => {
        const several = groups.filter((other) => other.of === of).length > 1;
        const mayCreate = columnInfo.canCreate && may(rights, of, 'Create').allowed;
        const lookup = { table: row.table, id: row.id, name: nameOf(table, row.values) };
        return (
          <Group
            key={`${of.name}.${columnInfo.name}`}
            of={of}
            label={several ? `${of.pluralLabel} (${columnInfo.label})` : of.pluralLabel}
            items={items}
            parent={lookup.name}
            onCreate={
              mayCreate
                ? () => {
                    nav.open({
                      kind: 'form',
                      table: of.name,
                      id: null,
                      values: { [columnInfo.name]: lookup },
                    });
                  }
                : undefined
            }
          />
        );
      })}
    </section>
  );
}
