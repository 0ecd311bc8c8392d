import { useEffect, useState } from 'preact/hooks';
import type { OutboxEntry } from '../../../domain/entry';
import { type Alike, type Answer, answersTo } from '../../../domain/waiting';
import { usePane } from '../../pane';
import { strings } from '../../strings';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { MessageBar } from '../../ui/message-bar';
import { Radios } from '../../ui/radios';
import { answerLabel, nameAlike } from './describe';
import { Preview } from './preview';

const text = strings.many;

interface Props {
  readonly alike: Alike;
  /** @param along what goes too where the entries are discarded. */
  readonly onDecide: (answer: Answer, along: readonly OutboxEntry[]) => void;
  readonly onNo: () => void;
}

/** What goes too if all are discarded; null: not known yet. */
function useAlong({ kind, entries }: Alike): {
  readonly along: readonly OutboxEntry[] | null;
  readonly failed: boolean;
} {
  const { outbox } = usePane().app;
  const [along, setAlong] = useState<readonly OutboxEntry[] | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (!answersTo[kind].includes('discard')) return;
    outbox.discardedWith(entries.map(({ seq }) => seq)).then(setAlong, () => {
      setFailed(true);
    });
  }, [outbox, kind, entries]);
  return { along, failed };
}

/** Asks what becomes of all entries that wait with the same, and shows which ones they are. */
export function DecideQuestion({ alike, onDecide, onNo }: Props) {
  const { entries, kind, refusal } = alike;
  const answers = answersTo[kind];
  const [answer, setAnswer] = useState<Answer>(answers[0]);
  const { along, failed } = useAlong(alike);
  const discards = answer === 'discard';
  const going = discards ? along : [];
  return (
    <Dialog
      name="decide"
      title={text.question(nameAlike(alike))}
      onClose={onNo}
      actions={
        <>
          <Button
            look={discards ? 'danger' : 'primary'}
            disabled={going === null}
            onClick={() => {
              if (going !== null) onDecide(answer, going);
            }}
          >
            {text.confirm(answerLabel({ answer, entries }), entries.length + (going?.length ?? 0))}
          </Button>
          <Button onClick={onNo}>{strings.cancel}</Button>
        </>
      }
    >
      {refusal !== null && <p>{strings.outbox.why[refusal]}</p>}
      {answers.length > 1 ? (
        <Radios
          legend={text.what}
          value={answer}
          onChange={setAnswer}
          choices={answers.map((value) => ({
            value,
            label: answerLabel({ answer: value, entries }),
            hint: text.hint[value],
          }))}
        />
      ) : (
        <p>{text.hint[answer]}</p>
      )}
      {discards && failed && (
        <MessageBar tone="error" announce>
          {text.cannotDiscard}
        </MessageBar>
      )}
      {going !== null && going.length > 0 && (
        <>
          <p>{text.along(going.length)}</p>
          <Preview entries={going} label={text.alongList} />
        </>
      )}
      <p class="muted">{text.preview(entries.length)}</p>
      <Preview entries={entries} label={text.previewList} />
    </Dialog>
  );
}
