import { useId } from 'preact/hooks';
import { actions } from '../../domain/actions/registry';
import { needsUser, type EntryState, type OutboxEntry } from '../../domain/entry';
import type { Verdict } from '../../domain/forecast';
import { formatMoment } from '../format';
import { shownName } from '../names';
import { usePane } from '../pane';
import { strings } from '../strings';
import { Icon, type IconName } from '../ui/icon';
import { useLive } from '../use-live';
import { Changes } from './changes';
import { EntryActions } from './entry-actions';
import { describeKind, explainEntry } from './explain';
import { UndoLimits } from './may-undo';
import { StartedBy } from './started';
import { VerdictLine } from './verdict-line';

interface Props {
  readonly entry: OutboxEntry;
  /** In the line: 1 is the first. */
  readonly place: number;
  readonly all: readonly OutboxEntry[];
  /** What would become of it, where that was asked. */
  readonly verdict: Verdict | undefined;
}

const iconOf: Readonly<Partial<Record<EntryState, IconName>>> = {
  sending: 'send',
  uncertain: 'search',
  held: 'pause',
};

const toneOf = (entry: OutboxEntry): string => {
  if (needsUser(entry)) return 'tag-danger';
  return entry.state === 'held' || entry.state === 'blocked' || entry.state === 'uncertain'
    ? 'tag-warning'
    : '';
};

/** What else to know of an action that waits. */
function noteOf({ action }: OutboxEntry): string | undefined {
  if (action === undefined) return undefined;
  const made = actions[action.name].creates?.(action.params);
  return made?.length === 0 ? undefined : strings.actions.note[action.name];
}

/** A change that waits: what it is, what it changes, why it is still here, and what can be done. */
export function EntryItem({ entry, place, all, verdict }: Props) {
  const { app, nav } = usePane();
  const model = useLive(app.model);
  const connection = useLive(app.connection.state);
  const paused = useLive(app.outbox.paused);
  const id = useId();
  const name = shownName(model, entry.ref.table, entry.name);
  const message = entry.lastError?.message ?? '';
  const note = noteOf(entry);
  return (
    <li class="entry" data-state={entry.state} aria-labelledby={id}>
      <div class="entry-head">
        <div class="entry-title" dir="auto" id={id}>
          {entry.kind === 'delete' ? (
            name
          ) : (
            <button
              type="button"
              class="link"
              aria-describedby={`${id}-kind`}
              onClick={() => {
                nav.open({ kind: 'record', ref: entry.ref });
              }}
            >
              {name}
            </button>
          )}
        </div>
        <span class={`tag ${toneOf(entry)}`}>
          <Icon name={needsUser(entry) ? 'warning' : (iconOf[entry.state] ?? 'clock')} />
          {strings.outbox.state[entry.state]}
        </span>
      </div>
      <p class="muted" id={`${id}-kind`}>
        {describeKind(entry, model)} · {formatMoment(entry.at)}
        <span class="sr-only"> · {strings.outbox.place(place, all.length)}</span>
      </p>
      <Changes table={model[entry.ref.table]} entry={entry} describedBy={`${id}-kind`} />
      {note !== undefined && <p class="muted">{note}</p>}
      <p class="entry-why">{explainEntry(entry, all, paused ? 'paused' : connection, model)}</p>
      {needsUser(entry) && message !== '' && (
        <p class="entry-why">{strings.outbox.serverSays(message)}</p>
      )}
      <StartedBy entry={entry} />
      <UndoLimits entry={entry} />
      {verdict && <VerdictLine verdict={verdict} table={model[entry.ref.table]} entry={entry} />}
      <EntryActions entry={entry} describedBy={`${id}-kind`} />
    </li>
  );
}
