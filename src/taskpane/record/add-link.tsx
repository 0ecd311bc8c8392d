import { useId, useState } from 'preact/hooks';
import { isListMembership, isSeenFromList, whyNoMember } from '../../domain/list-membership';
import { type LinkedItem, SaveError } from '../../domain/record-store';
import { type RowRef, sameRow } from '../../domain/row';
import type { ManyToMany, Table } from '../../domain/table';
import type { Lookup } from '../../domain/value';
import { describeSaveError } from '../form/describe-problem';
import { LookupField } from '../form/lookup-field';
import { usePane } from '../pane';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { MessageBar } from '../ui/message-bar';

interface Props {
  readonly relationship: ManyToMany;
  readonly from: RowRef;
  readonly other: Table;
  /** What is linked already. */
  readonly linked: readonly LinkedItem[];
  readonly onDone: () => void;
}

/** Chooses a record to link to, on this computer or in the CRM. */
export function AddLink({ relationship, from, other, linked, onDone }: Props) {
  const { app, tell } = usePane();
  const [chosen, setChosen] = useState<Lookup | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const id = useId();
  const label = strings.record.linkTo(other.label);

  /** Why the two are not linked, in words; null: nothing is in the way that is known here. */
  const inTheWay = async (target: Lookup): Promise<string | null> => {
    if (linked.some((item) => sameRow(item, target))) return strings.record.linkedAlready;
    // One that was found in the CRM comes on board, so that it can be shown.
    const here = await app.records.get(target);
    if (here === null && !(await app.remote.visit(target))) return strings.record.cannotLink;
    if (!isListMembership(relationship) || isSeenFromList(relationship)) return null;
    const list = here ?? (await app.records.get(target));
    const why = whyNoMember(list?.values ?? {}, from.table);
    return why === null ? null : strings.record.noMember[why];
  };

  const add = async (target: Lookup) => {
    tell(null);
    try {
      const refused = await inTheWay(target);
      setProblem(refused);
      if (refused !== null) return;
      const { navigation } = relationship;
      await app.records.save([
        { kind: 'associate', ref: from, relationship: navigation, other: target },
      ]);
      tell(strings.form.saved);
      onDone();
    } catch (error) {
      setProblem(error instanceof SaveError ? describeSaveError(error) : strings.record.cannotLink);
    }
  };

  return (
    <div class="field link-field">
      <label class="field-label" id={`${id}-label`} htmlFor={id}>
        {label}
      </label>
      <LookupField
        id={id}
        label={label}
        targets={[other.name]}
        value={chosen}
        invalid={problem !== null}
        onChange={(value) => {
          setChosen(value);
          setProblem(null);
        }}
      />
      {problem !== null && (
        <MessageBar tone="error" announce>
          {problem}
        </MessageBar>
      )}
      <div class="row">
        <Button
          look="primary"
          disabled={chosen === null}
          onClick={() => {
            if (chosen !== null) void add(chosen);
          }}
        >
          {strings.record.add}
        </Button>
        <Button onClick={onDone}>{strings.cancel}</Button>
      </div>
    </div>
  );
}
