import { useId, useState } from 'preact/hooks';
import { mergedInto } from '../../domain/actions/merging';
import { lackingIn } from '../../domain/left-out';
import type { LocalRow } from '../../domain/row';
import type { Table } from '../../domain/table';
import { labelsOf, shownNameOf } from '../names';
import { usePane, usePlace } from '../pane';
import { whyNot } from '../permission';
import { describeSaveError } from '../form/describe-problem';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { Confirm } from '../ui/confirm';
import { MessageBar } from '../ui/message-bar';
import { useLive } from '../use-live';
import { MoreActions } from './actions/more-actions';
import { completion } from './completion';

/** Edit, complete, delete: each where the user may, else with the reason why not. */
export function RecordActions({ table, row }: { readonly table: Table; readonly row: LocalRow }) {
  const { app, nav, tell } = usePane();
  const { place } = usePlace();
  const rights = useLive(app.rights);
  const [asking, setAsking] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const id = useId();
  const name = shownNameOf(table, row.values);
  const merged = mergedInto(row.values);
  const noWrite = merged === null ? whyNot(rights, table, 'Write', row) : strings.record.merged;
  const noDelete = whyNot(rights, table, 'Delete', row);
  const lacking = lackingIn(table, row);
  const complete = completion(table, row.values);

  const run = async (work: Promise<void>, told: string, after?: () => void) => {
    tell(null);
    try {
      await work;
      tell(told);
      after?.();
    } catch (error) {
      setFailure(describeSaveError(error));
    }
  };
  const ref = { table: row.table, id: row.id };

  return (
    <>
      <div class="row">
        <Button
          look="primary"
          icon="edit"
          disabled={noWrite !== null}
          describedBy={noWrite === null ? undefined : `${id}-write`}
          onClick={() => {
            nav.open({ kind: 'form', table: row.table, id: row.id, values: {} });
          }}
        >
          {strings.record.edit}
        </Button>
        {complete && (
          <Button
            icon="check"
            disabled={noWrite !== null}
            describedBy={noWrite === null ? undefined : `${id}-write`}
            onClick={() => {
              void run(
                app.records.save([{ kind: 'setState', ref, values: complete }]),
                strings.form.saved,
              );
            }}
          >
            {strings.record.complete}
          </Button>
        )}
        <Button
          icon="delete"
          disabled={noDelete !== null}
          describedBy={noDelete === null ? undefined : `${id}-delete`}
          onClick={() => {
            setAsking(true);
          }}
        >
          {strings.record.delete}
        </Button>
        {merged === null && <MoreActions table={table} row={row} />}
      </div>
      {noWrite !== null && (
        <p class="muted" id={`${id}-write`}>
          {noWrite}
        </p>
      )}
      {merged !== null && (
        <p>
          {strings.record.mergedInto}{' '}
          <button
            type="button"
            class="link"
            dir="auto"
            onClick={() => {
              nav.open({ kind: 'record', ref: { table: merged.table, id: merged.id } });
            }}
          >
            {merged.name}
          </button>
        </p>
      )}
      {noDelete !== null && (
        <p class="muted" id={`${id}-delete`}>
          {noDelete}
        </p>
      )}
      {failure !== null && (
        <MessageBar tone="error" announce>
          {failure}
        </MessageBar>
      )}
      {asking && (
        <Confirm
          name="delete"
          title={strings.record.deleteQuestion(name)}
          yes={strings.record.delete}
          onNo={() => {
            setAsking(false);
          }}
          onYes={() => {
            setAsking(false);
            void run(app.records.save([{ kind: 'delete', ref }]), strings.form.deleted, () => {
              nav.close(place.key);
            });
          }}
        >
          {strings.record.deleteWhat(table.label)}
          {lacking.length > 0 && ` ${strings.record.backWithout(labelsOf(lacking))}`}
        </Confirm>
      )}
    </>
  );
}
