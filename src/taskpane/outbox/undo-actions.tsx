import { useId, useState } from 'preact/hooks';
import type { OutboxEntry, Receipt } from '../../domain/entry';
import { unfillableIn } from '../../domain/column-security';
import type { Table } from '../../domain/table';
import { lackingIn } from '../../domain/left-out';
import { undoOf, type Undo, type UndoPart } from '../../domain/undo';
import { describeSaveError } from '../form/describe-problem';
import { labelsOf, shownName } from '../names';
import { usePane } from '../pane';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { MessageBar } from '../ui/message-bar';
import { useLive } from '../use-live';
import { useForbiddenUndo } from './may-undo';
import { overwrittenBy } from './undone';

const text = strings.outbox.undo;

/** What taking it back does, and what it does not. */
function describeUndo(kind: OutboxEntry['kind'], part: UndoPart): string {
  if (kind === 'create' || kind === 'delete' || kind === 'associate' || kind === 'disassociate')
    return text.what[kind];
  return part === 'all' ? text.what.values : text.what.overwritten;
}

interface Question {
  readonly part: UndoPart;
  readonly undo: Extract<Undo, { changes: readonly unknown[] }>;
}

interface Props {
  readonly receipt: Receipt;
  readonly table: Table | undefined;
  /** What tells this change from another one of the same record. */
  readonly describedBy: string;
}

/** Takes a sent change back, or restores what it overwrote, after saying what that does and what it does not. */
export function UndoActions({ receipt, table, describedBy }: Props) {
  const { app, tell } = usePane();
  const model = useLive(app.model);
  const [asking, setAsking] = useState<Question | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const { entry } = receipt;
  const name = shownName(model, entry.ref.table, entry.name);
  const forbidden = useForbiddenUndo(entry);
  const id = useId();

  const ask = async (part: UndoPart) => {
    setFailure(null);
    try {
      const undo = undoOf(receipt, table, await app.records.get(entry.ref), part);
      if (undo.changes === null) setFailure(text.cannot[undo.why]);
      else setAsking({ part, undo });
    } catch {
      setFailure(strings.couldNotRead);
    }
  };
  const save = async (part: UndoPart) => {
    setAsking(null);
    try {
      await app.records.undo(receipt, part);
      tell(text.saved);
    } catch (error) {
      setFailure(describeSaveError(error));
    }
  };
  const button = (part: UndoPart, label: string) => (
    <Button
      disabled={forbidden !== null}
      describedBy={forbidden === null ? describedBy : `${describedBy} ${id}`}
      label={strings.outbox.of(label, name)}
      onClick={() => void ask(part)}
    >
      {label}
    </Button>
  );
  // What the CRM had is not known here.
  const lacking = table && receipt.row ? lackingIn(table, { etag: '', values: receipt.row }) : [];
  const unfillable = table && receipt.row ? unfillableIn(table, receipt.row) : [];
  const stays = (asking?.undo.stays ?? []).map((column) => table?.columns[column]?.label ?? column);

  return (
    <>
      <div class="row entry-actions">
        {overwrittenBy(receipt) && button('overwritten', text.restore)}
        {button('all', text.undo)}
      </div>
      {forbidden !== null && (
        <p class="muted" id={id}>
          {forbidden}
        </p>
      )}
      {failure !== null && (
        <MessageBar tone="warning" announce>
          {failure}
        </MessageBar>
      )}
      {asking && (
        <Dialog
          name="undo"
          title={asking.part === 'all' ? text.question(name) : text.restoreQuestion(name)}
          onClose={() => {
            setAsking(null);
          }}
          actions={
            <>
              <span data-first>
                <Button look="primary" onClick={() => void save(asking.part)}>
                  {asking.part === 'all' ? text.undo : text.restore}
                </Button>
              </span>
              <Button
                onClick={() => {
                  setAsking(null);
                }}
              >
                {strings.cancel}
              </Button>
            </>
          }
        >
          <p>{describeUndo(entry.kind, asking.part)}</p>
          {stays.length > 0 && <p>{text.stays(stays.join(', '))}</p>}
          {lacking.length > 0 && <p>{strings.record.backWithout(labelsOf(lacking))}</p>}
          {unfillable.length > 0 && <p>{strings.record.backUnfilled(labelsOf(unfillable))}</p>}
        </Dialog>
      )}
    </>
  );
}
