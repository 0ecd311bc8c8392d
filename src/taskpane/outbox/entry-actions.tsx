import { useState } from 'preact/hooks';
import type { OutboxEntry } from '../../domain/entry';
import { shownName } from '../names';
import { usePane } from '../pane';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { MessageBar } from '../ui/message-bar';
import { useLive } from '../use-live';
import { Conflict } from './conflict';
import { DiscardQuestion } from './discard-question';
import { DuplicatesOf } from './duplicates';
import { actionsOf } from './explain';
import { WholeConflict } from './whole-conflict';

interface Props {
  readonly entry: OutboxEntry;
  /** What tells this entry from another one on the same record. */
  readonly describedBy: string;
}

/** What can be done about an entry. Each button names the record it is for. */
export function EntryActions({ entry, describedBy }: Props) {
  const { app, nav, tell } = usePane();
  const model = useLive(app.model);
  /** What depends on the entry while it is asked whether to discard it; null: it is not asked. */
  const [asking, setAsking] = useState<readonly OutboxEntry[] | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const name = shownName(model, entry.ref.table, entry.name);
  const may = actionsOf(entry);
  const text = strings.outbox;
  const { outbox } = app;

  const run = (work: Promise<void>, told?: string, otherwise: string = text.failedAction) => {
    setFailed(null);
    work.then(
      () => {
        if (told !== undefined) tell(told);
      },
      () => {
        setFailed(otherwise);
      },
    );
  };

  const table = model[entry.ref.table];
  const isAction = entry.kind === 'action';
  const whole = entry.kind === 'delete' || isAction;
  const saveAnyway = isAction ? text.doAnyway : text.saveAnyway;
  const anyway = entry.kind === 'create' ? text.createAnyway : saveAnyway;
  const Choice = whole ? WholeConflict : Conflict;
  return (
    <>
      {may.choose && table && (
        <Choice entry={entry} table={table} describedBy={describedBy} run={run} />
      )}
      {entry.state === 'duplicate' && !isAction && table && (
        <DuplicatesOf entry={entry} table={table} describedBy={describedBy} run={run} />
      )}
      <div class="row entry-actions">
        {may.edit && (
          <Button
            describedBy={describedBy}
            label={text.of(text.edit, name)}
            onClick={() => {
              const { table, id } = entry.ref;
              nav.open({ kind: 'form', table, id, values: {}, corrects: entry.id });
            }}
          >
            {text.edit}
          </Button>
        )}
        {may.retry && (
          <Button
            describedBy={describedBy}
            label={text.of(text.retry, name)}
            onClick={() => {
              run(outbox.retry(entry.seq));
            }}
          >
            {text.retry}
          </Button>
        )}
        {may.recreate && (
          <Button
            describedBy={describedBy}
            label={text.of(text.recreate, name)}
            onClick={() => {
              run(outbox.recreate(entry.seq));
            }}
          >
            {text.recreate}
          </Button>
        )}
        {may.anyway && (
          <Button
            describedBy={describedBy}
            label={text.of(anyway, name)}
            onClick={() => {
              run(outbox.retry(entry.seq, { allowDuplicates: true }));
            }}
          >
            {anyway}
          </Button>
        )}
        {may.overwrite && (
          <Button
            describedBy={describedBy}
            label={text.of(text.overwrite, name)}
            onClick={() => {
              run(outbox.retry(entry.seq, { force: true }));
            }}
          >
            {text.overwrite}
          </Button>
        )}
        {may.settle && (
          <>
            <Button
              describedBy={describedBy}
              label={text.of(text.wasDone, name)}
              onClick={() => {
                const decided = { answer: 'done', entries: [entry], along: [] } as const;
                run(outbox.decide(decided).then(() => undefined));
              }}
            >
              {text.wasDone}
            </Button>
            <Button
              describedBy={describedBy}
              label={text.of(text.repeat, name)}
              onClick={() => {
                run(outbox.retry(entry.seq, { force: true }));
              }}
            >
              {text.repeat}
            </Button>
          </>
        )}
        {(may.hold || may.release) && (
          <Button
            describedBy={describedBy}
            label={text.of(may.hold ? text.hold : text.release, name)}
            onClick={() => {
              run(may.hold ? outbox.hold(entry.seq) : outbox.release(entry.seq));
            }}
          >
            {may.hold ? text.hold : text.release}
          </Button>
        )}
        {may.discard && (
          <Button
            describedBy={describedBy}
            label={text.of(text.discard, name)}
            onClick={() => {
              run(outbox.dependents(entry.seq).then(setAsking));
            }}
          >
            {text.discard}
          </Button>
        )}
      </div>
      {failed !== null && (
        <MessageBar tone="error" announce>
          {failed}
        </MessageBar>
      )}
      {asking && (
        <DiscardQuestion
          entry={entry}
          dependents={asking}
          onNo={() => {
            setAsking(null);
          }}
          onDiscard={(dependents) => {
            setAsking(null);
            const relinks = typeof dependents === 'object';
            run(
              outbox.discard(entry.seq, { dependents }),
              text.discarded,
              relinks ? text.failedRelink : text.failedAction,
            );
          }}
        />
      )}
    </>
  );
}
