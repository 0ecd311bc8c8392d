import { useId, useState } from 'preact/hooks';
import { isListMembership, isSeenFromList, whyNoMember } from '../../domain/list-membership';
import type { LinkedGroup, LinkedItem } from '../../domain/record-store';
import { type LocalRow, nameOf, type RowRef } from '../../domain/row';
import type { ManyToMany, Table } from '../../domain/table';
import { describeSaveError } from '../form/describe-problem';
import { shownName } from '../names';
import { usePane } from '../pane';
import { whyNot } from '../permission';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { MessageBar } from '../ui/message-bar';
import { useLive } from '../use-live';
import { useLinked } from '../use-stored';
import { AddLink } from './add-link';
import { Group } from './group';

interface GroupProps extends LinkedGroup {
  readonly table: Table;
  readonly row: LocalRow;
  readonly other: Table;
}

/** Rows of the other table are put on this list by hand, or this row on one of those lists. */
function refusalHere(relationship: ManyToMany, row: LocalRow, other: Table): string | null {
  if (!isListMembership(relationship) || !isSeenFromList(relationship)) return null;
  const why = whyNoMember(row.values, other.name);
  return why === null ? null : strings.record.noMember[why];
}

function LinkedRows({ relationship, items, table, row, other }: GroupProps) {
  const { app, tell } = usePane();
  const model = useLive(app.model);
  const rights = useLive(app.rights);
  const [adding, setAdding] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const id = useId();
  const ref: RowRef = { table: row.table, id: row.id };
  const label = relationship.label || other.pluralLabel;
  const refused = whyNot(rights, table, 'Append', row) ?? refusalHere(relationship, row, other);

  const remove = async (item: LinkedItem) => {
    tell(null);
    try {
      const { navigation } = relationship;
      await app.records.save([
        { kind: 'disassociate', ref, relationship: navigation, other: item },
      ]);
      tell(strings.form.saved);
    } catch (error) {
      setFailure(describeSaveError(error));
    }
  };

  return (
    <Group
      id={`${id}-title`}
      label={label}
      items={items.map((item) => ({ ...item, pending: item.pending || item.waits }))}
      parent={nameOf(table, row.values)}
      action={
        <Button
          look="subtle"
          icon="add"
          label={strings.record.addLink(other.label)}
          disabled={refused !== null}
          describedBy={refused === null ? `${id}-title` : `${id}-refused`}
          expanded={adding}
          onClick={() => {
            setAdding(!adding);
          }}
        />
      }
      actionOf={(item) => (
        <Button
          look="subtle"
          icon="dismiss"
          label={strings.record.removeLink(shownName(model, item.table, item.name))}
          disabled={refused !== null}
          describedBy={refused === null ? `${id}-title` : `${id}-refused`}
          onClick={() => void remove(item)}
        />
      )}
    >
      {refused !== null && (
        <p class="muted" id={`${id}-refused`}>
          {refused}
        </p>
      )}
      {failure !== null && (
        <MessageBar tone="error" announce>
          {failure}
        </MessageBar>
      )}
      {adding && (
        <AddLink
          relationship={relationship}
          from={ref}
          other={other}
          linked={items}
          onDone={() => {
            setAdding(false);
          }}
        />
      )}
    </Group>
  );
}

/** What the record is linked to N:N, one group for each relationship. */
export function Linked({ table, row }: { readonly table: Table; readonly row: LocalRow }) {
  const { app } = usePane();
  const model = useLive(app.model);
  const { data = [] } = useLinked(row);
  const groups = data.flatMap((group) => {
    const { relationship } = group;
    const other = model[relationship.table];
    // A list shows those alone that it can take.
    const takesOthers =
      isListMembership(relationship) &&
      isSeenFromList(relationship) &&
      whyNoMember(row.values, relationship.table) === 'otherTable';
    return other && !takesOthers ? [{ ...group, other }] : [];
  });
  if (groups.length === 0) return null;
  return (
    <section class="fields-section">
      <h2 class="section-title">{strings.record.linked}</h2>
      {groups.map((group) => (
        <LinkedRows key={group.relationship.name} {...group} table={table} row={row} />
      ))}
    </section>
  );
}
