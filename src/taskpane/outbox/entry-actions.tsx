import { useState } from 'preact/hooks';
import type { OutboxEntry } from '../../domain/entry';
import { shownName } from '../names';
import { usePane } from '../pane';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { Confirm } from '../ui/confirm';
import { MessageBar } from '../ui/message-bar';
import { useLive } from '../use-live';
import { Conflict } from './conflict';
import { actionsOf, dependentsOf } from './explain';

interface Props {
  readonly entry: OutboxEntry;
  readonly all: readonly OutboxEntry[];
  /** What tells this entry from another one on the same record. */
  readonly describedBy: string;
}

/** What can be done about an entry. Each button names the record it is for. */
export function EntryActions({ entry, all, describedBy }: Props) {
  const { app, nav, tell } = usePane();
  const model = useLive(app.model);
  const [asking, setAsking] = useState(false);
  const [failed, setFailed] = useState(false);
  const name = shownName(model, entry.ref.table, entry.name);
  const may = actionsOf(entry);
  const dependents = dependentsOf(entry, all);
  const text = strings.outbox;
  const { outbox } = app;

  const run = (work: Promise<void>, told?: string) => {
    setFailed(false);
    work.then(
      () => {
        if (told !== undefined) tell(told);
      },
      () => {
        setFailed(true);
      },
    );
  };

  const table = model[entry.ref.table];
  return (
    <>
      {may.choose && table && (
        <Conflict entry={entry} table={table} describedBy={describedBy} run={run} />
      )}
      <div class="row entry-actions">
        {may.edit && (
          <Button
            describedBy={describedBy}
            label={text.of(text.edit, name)}
            onClick={() => {
              nav.open({ kind: 'form', table: entry.ref.table, id: entry.ref.id, values: {} });
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
              setAsking(true);
            }}
          >
            {text.discard}
          </Button>
        )}
      </div>
      {failed && (
        <MessageBar tone="error" announce>
          {text.failedAction}
        </MessageBar>
      )}
      {asking && (
        <Confirm
          name="discard"
          title={
            entry.kind === 'create' ? text.discardCreateQuestion(name) : text.discardQuestion(name)
          }
          yes={text.discard}
          onNo={() => {
            setAsking(false);
          }}
          onYes={() => {
            setAsking(false);
            run(outbox.discard(entry.seq), text.discarded);
          }}
        >
          <p>{text.discardWhat}</p>
          {dependents > 0 && <p>{text.discardDependents(dependents)}</p>}
        </Confirm>
      )}
    </>
  );
}
