import { contested } from '../../../domain/conflict';
import type { OutboxEntry } from '../../../domain/entry';
import type { Values } from '../../../domain/value';
import { shownName } from '../../names';
import { usePane } from '../../pane';
import { strings } from '../../strings';
import { Beginning } from '../../ui/beginning';
import { useLive } from '../../use-live';
import { Changes } from '../changes';
import { describeKind } from '../explain';

/** Entries shown at first. */
const FIRST = 20;

/** What others wrote in the columns that both sides changed; of a record that is deleted here, in all they changed. */
const theirsOf = (entry: OutboxEntry): Values => {
  const theirs = entry.state === 'conflict' ? (entry.theirs?.values ?? {}) : {};
  const columns = entry.kind === 'delete' ? Object.keys(theirs) : contested(entry, theirs);
  return Object.fromEntries(columns.map((column) => [column, theirs[column] ?? null]));
};

interface Props {
  readonly entries: readonly OutboxEntry[];
  readonly label: string;
}

/** Which changes they are, with what each of them changes. */
export function Preview({ entries, label }: Props) {
  const { app } = usePane();
  const model = useLive(app.model);
  return (
    <Beginning items={entries} first={FIRST}>
      {(shown) => (
        <ul class="preview" aria-label={label}>
          {shown.map((entry) => {
            const message = entry.lastError?.message ?? '';
            return (
              <li key={entry.id}>
                <p dir="auto">
                  <strong>{shownName(model, entry.ref.table, entry.name)}</strong>{' '}
                  <span class="muted">· {describeKind(entry, model)}</span>
                </p>
                <Changes table={model[entry.ref.table]} entry={entry} theirs={theirsOf(entry)} />
                {message !== '' && <p class="muted">{strings.outbox.serverSays(message)}</p>}
              </li>
            );
          })}
        </ul>
      )}
    </Beginning>
  );
}
