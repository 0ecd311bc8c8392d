import { useId, useState } from 'preact/hooks';
import type { Decided } from '../../../domain/outbox';
import { type Alike, alikeIn } from '../../../domain/waiting';
import { usePane } from '../../pane';
import { strings } from '../../strings';
import { Button } from '../../ui/button';
import { MessageBar } from '../../ui/message-bar';
import { useLive } from '../../use-live';
import { DecideQuestion } from './decide-question';
import { answerLabel, nameAlike } from './describe';
import { usePostponed } from './use-postponed';
import './many.css';

const text = strings.many;

interface LineProps {
  readonly alike: Alike;
  readonly onAsk: () => void;
}

/** "40 conflicts", and the way to decide for all of them. */
function Line({ alike, onAsk }: LineProps) {
  const id = useId();
  const name = nameAlike(alike);
  return (
    <li class="alike" data-kind={alike.kind}>
      <div class="alike-what">
        {name}
        {alike.refusal !== null && (
          <p class="muted" id={id}>
            {strings.outbox.why[alike.refusal]}
          </p>
        )}
      </div>
      <Button
        popup="dialog"
        label={strings.outbox.of(text.decide, name)}
        describedBy={alike.refusal === null ? undefined : id}
        onClick={onAsk}
      >
        {text.decide}
      </Button>
    </li>
  );
}

/** What can be decided for many entries at once. The decision is carried out in a moment, and can be taken back until then. */
export function DecideForAll() {
  const { app, tell } = usePane();
  const entries = useLive(app.outbox.entries);
  /** As they were when the user was asked. */
  const [asked, setAsked] = useState<Alike | null>(null);
  const [failed, setFailed] = useState(false);
  const postponed = usePostponed<Decided>((decided) => {
    const total = decided.entries.length;
    app.outbox.decide(decided).then(
      (done) => {
        tell(text.done(done, total));
      },
      () => {
        setFailed(true);
      },
    );
  });
  const next = useLive(postponed.next);
  const decided = new Set(next?.entries.map(({ id }) => id));
  const alike = alikeIn(entries.filter(({ id }) => !decided.has(id)));

  return (
    <>
      {failed && (
        <MessageBar tone="error" announce>
          {text.failed}
        </MessageBar>
      )}
      {next && (
        <MessageBar tone="info" announce>
          <p>{text.soon(answerLabel(next), next.entries.length)}</p>
          <div class="row entry-actions">
            <Button
              onClick={() => {
                postponed.takeBack();
                tell(text.takenBack);
              }}
            >
              {text.undo}
            </Button>
            <Button onClick={postponed.doNow}>{text.doNow}</Button>
          </div>
        </MessageBar>
      )}
      {alike.length > 0 && (
        <ul class="alikes" aria-label={text.list}>
          {alike.map((one) => (
            <Line
              key={`${one.kind} ${String(one.refusal)}`}
              alike={one}
              onAsk={() => {
                setFailed(false);
                setAsked(one);
              }}
            />
          ))}
        </ul>
      )}
      {asked && (
        <DecideQuestion
          alike={asked}
          onNo={() => {
            setAsked(null);
          }}
          onDecide={(answer, along) => {
            setAsked(null);
            postponed.put({ answer, entries: asked.entries, along });
          }}
        />
      )}
    </>
  );
}
