import { useId, useState } from 'preact/hooks';
import type { Values } from '../../../domain/value';
import { describeSaveError } from '../../form/describe-problem';
import { readDraft, type Draft, type Problem } from '../../form/draft';
import { DraftFields } from '../../form/draft-fields';
import '../../form/form.css';
import { locale } from '../../format';
import { shownNameOf } from '../../names';
import { usePane } from '../../pane';
import { strings } from '../../strings';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { MessageBar } from '../../ui/message-bar';
import { useCurrency } from '../../use-stored';
import type { RecordAction, Subject } from './record-action';
import { TakenOver } from './taken-over';

export interface ActionDialogProps {
  readonly action: RecordAction;
  readonly subject: Subject;
  readonly onClose: () => void;
}

/** Asks what an action has to know, and saves it. */
export function ActionDialog({ action, subject, onClose }: ActionDialogProps) {
  const { app, tell } = usePane();
  // What was offered when it was opened stays, whatever comes of the record meanwhile.
  const [question] = useState(() => action.ask(subject));
  const [draft, setDraft] = useState<Draft>({});
  const [taken, setTaken] = useState<ReadonlySet<string>>(new Set());
  const [problems, setProblems] = useState<Readonly<Record<string, Problem>>>({});
  const [failure, setFailure] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const { table, row, colleagues } = subject;
  const { columns, values, hint, refused, ofPeople } = question;
  const currency = useCurrency(row.values);
  const id = useId();
  const shown = { ...values, ...readDraft(columns, draft, values, false, locale()).changed };
  const compared = question.compared?.(shown) ?? null;
  const people = colleagues.map((each) => ({ ...each, detail: '', pending: false }));

  const save = async () => {
    const reading = readDraft(columns, draft, values, true, locale());
    const missing = Object.keys(reading.problems);
    if (missing.length > 0) {
      setProblems(reading.problems);
      document.getElementById(`${id}-${missing[0] ?? ''}`)?.focus();
      return;
    }
    setSaving(true);
    setFailure(null);
    const given: Values = { ...values, ...reading.changed };
    try {
      const refused = (await question.inTheWay?.(app, given)) ?? null;
      if (refused !== null) {
        setSaving(false);
        setFailure(refused);
        return;
      }
      const pair = question.compared?.(given) ?? null;
      const from = pair && (await app.records.get(pair.from));
      const chosen = Object.entries(from?.values ?? {}).filter(([name]) => taken.has(name));
      await app.records.save(question.changes(given, Object.fromEntries(chosen)));
      tell(strings.form.saved);
      onClose();
    } catch (error) {
      setSaving(false);
      setFailure(describeSaveError(error));
    }
  };

  return (
    <Dialog
      name="action"
      title={strings.actions.title(action.label, shownNameOf(table, row.values))}
      onClose={onClose}
      actions={
        <>
          <Button
            look="primary"
            onClick={() => {
              if (!saving) void save();
            }}
          >
            {action.label}
          </Button>
          <Button onClick={onClose}>{strings.cancel}</Button>
        </>
      }
    >
      <div class="stack">
        {hint !== undefined && <p>{hint}</p>}
        <DraftFields
          id={id}
          columns={columns}
          values={values}
          draft={draft}
          problems={problems}
          currency={currency}
          among={ofPeople ? people : undefined}
          refused={refused}
          onChange={(name, input) => {
            setDraft((old) => ({ ...old, [name]: input }));
            setProblems(({ [name]: _, ...others }) => others);
            // It was chosen of other records.
            setTaken(new Set());
          }}
        />
        {compared && (
          <TakenOver
            key={`${compared.from.id} ${compared.to.id}`}
            table={table}
            compared={compared}
            taken={taken}
            onChange={setTaken}
          />
        )}
        {failure !== null && (
          <MessageBar tone="error" announce>
            {failure}
          </MessageBar>
        )}
      </div>
    </Dialog>
  );
}
