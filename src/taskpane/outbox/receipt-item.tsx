import { useId } from 'preact/hooks';
import { type Receipt, wasSent } from '../../domain/entry';
import { formatMoment } from '../format';
import { shownName } from '../names';
import { usePane } from '../pane';
import { strings } from '../strings';
import { useLive } from '../use-live';
import { AftermathOf } from './aftermath';
import { Changes } from './changes';
import { describeKind } from './explain';
import { UndoActions } from './undo-actions';
import { mayBeUndone, type Undone } from './undone';

interface Props {
  readonly receipt: Receipt;
  readonly undone: Undone;
}

const leftAt = (result: Receipt['result']): ((moment: string) => string) => {
  if (result === 'discarded') return strings.outbox.discardedAt;
  return wasSent({ result }) ? strings.outbox.sentAt : strings.outbox.settledAt;
};

/** A change that left the outbox, and how it ended. */
export function ReceiptItem({ receipt, undone }: Props) {
  const { app, nav } = usePane();
  const model = useLive(app.model);
  const { entry, result, overwrote, sentAt } = receipt;
  const name = shownName(model, entry.ref.table, entry.name);
  const discarded = result === 'discarded';
  const when = formatMoment(sentAt);
  const id = useId();
  return (
    <li class="entry" data-result={result}>
      <div class="entry-head">
        <div class="entry-title" dir="auto">
          {entry.kind === 'delete' || (discarded && entry.kind === 'create') ? (
            name
          ) : (
            <button
              type="button"
              class="link"
              aria-describedby={id}
              onClick={() => {
                nav.open({ kind: 'record', ref: entry.ref });
              }}
            >
              {name}
            </button>
          )}
        </div>
        <span class={`tag ${wasSent(receipt) ? 'tag-success' : ''}`}>
          {strings.outbox.result[result]}
        </span>
      </div>
      <p class="muted" id={id}>
        {describeKind(entry, model)} · {leftAt(result)(when)}
      </p>
      <Changes
        table={model[entry.ref.table]}
        entry={entry}
        theirs={overwrote}
        theirsLabel={strings.outbox.overwritten}
        describedBy={id}
      />
      {entry.yielded && (
        <>
          <p class="muted">{strings.outbox.gaveWay}</p>
          <Changes table={model[entry.ref.table]} entry={{ ...entry, values: entry.yielded }} />
        </>
      )}
      {receipt.aftermath && <AftermathOf aftermath={receipt.aftermath} sentAt={sentAt} />}
      {entry.undoes !== undefined && <p class="entry-why">{strings.outbox.undo.isOne}</p>}
      {undone !== null && <p class="entry-why">{strings.outbox.undo[undone]}</p>}
      {entry.kind === 'action' && wasSent(receipt) && (
        <p class="muted">{strings.outbox.undo.cannot.action}</p>
      )}
      {undone === null && mayBeUndone(receipt, Date.now()) && (
        <UndoActions receipt={receipt} table={model[entry.ref.table]} describedBy={id} />
      )}
    </li>
  );
}
