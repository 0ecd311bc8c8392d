import { useId, useState } from 'preact/hooks';
import type { OutboxEntry } from '../../domain/entry';
import type { Dependents } from '../../domain/outbox';
import type { Lookup } from '../../domain/value';
import { LookupField } from '../form/lookup-field';
import { shownName, tableLabel } from '../names';
import { usePane } from '../pane';
import { strings } from '../strings';
import { Confirm } from '../ui/confirm';
import { Radios } from '../ui/radios';
import { useLive } from '../use-live';
import { describeKind } from './explain';

const text = strings.outbox;

/** Dependents that are named. */
const named = 3;

type Kept = 'keep' | 'relink' | 'discard';

interface Props {
  readonly entry: OutboxEntry;
  /** Changes to other records that cannot be sent without it. */
  readonly dependents: readonly OutboxEntry[];
  readonly onDiscard: (dependents: Dependents) => void;
  readonly onNo: () => void;
}

/** Asks before a change is discarded, and what becomes of those that depend on it. */
export function DiscardQuestion({ entry, dependents, onDiscard, onNo }: Props) {
  const { app } = usePane();
  const model = useLive(app.model);
  const [kept, setKept] = useState<Kept>('keep');
  const [target, setTarget] = useState<Lookup | null>(null);
  const id = useId();
  const { table } = entry.ref;
  const name = shownName(model, table, entry.name);
  const created = entry.kind === 'create';
  const label = text.relinkTo(tableLabel(model, table));
  const choice: Dependents | null = kept === 'relink' ? target && { relink: target } : kept;
  return (
    <Confirm
      name="discard"
      title={created ? text.discardCreateQuestion(name) : text.discardQuestion(name)}
      yes={text.discard}
      disabled={choice === null}
      onNo={onNo}
      onYes={() => {
        if (choice !== null) onDiscard(choice);
      }}
    >
      <p>{created ? text.discardCreateWhat : text.discardWhat}</p>
      {dependents.length > 0 && (
        <>
          <p>{text.dependents(dependents.length)}</p>
          <ul class="dependents">
            {dependents.slice(0, named).map((other) => (
              <li key={other.seq}>
                <bdi>{shownName(model, other.ref.table, other.name)}</bdi>
                <span class="muted"> · {describeKind(other, model)}</span>
              </li>
            ))}
            {dependents.length > named && (
              <li class="muted">{text.moreDependents(dependents.length - named)}</li>
            )}
          </ul>
          <Radios
            legend={text.whatBecomes(dependents.length)}
            value={kept}
            onChange={setKept}
            choices={[
              { value: 'keep', label: text.keepDependents, hint: text.keepDependentsHint },
              { value: 'relink', label: text.relinkDependents },
              { value: 'discard', label: text.discardDependents },
            ]}
          />
          {kept === 'relink' && (
            <div class="field">
              <label class="field-label" id={`${id}-label`} for={id}>
                {label}
              </label>
              <LookupField
                id={id}
                label={label}
                targets={[table]}
                value={target}
                onChange={setTarget}
              />
            </div>
          )}
        </>
      )}
    </Confirm>
  );
}
