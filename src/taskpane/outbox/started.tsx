import { startedBy, type Started } from '../../domain/process';
import type { OutboxEntry } from '../../domain/entry';
import { usePane } from '../pane';
import { strings } from '../strings';
import { useLive } from '../use-live';

const text = strings.processes;

const namesOf = (started: readonly Started[], certain: boolean): string =>
  started
    .filter((one) => one.certain === certain)
    .map(({ process }) => text.name(process.name, process.realTime))
    .join(', ');

/** The workflows of the CRM that an entry starts, as far as they are known. */
export function StartedBy({ entry }: { readonly entry: OutboxEntry }) {
  const { app } = usePane();
  const processes = useLive(app.processes);
  const started = startedBy(processes ?? [], entry, app.identity);
  const sure = namesOf(started, true);
  const maybe = namesOf(started, false);
  return (
    <>
      {sure !== '' && <p class="entry-why">{text.starts(sure)}</p>}
      {maybe !== '' && <p class="entry-why">{text.mayStart(maybe)}</p>}
    </>
  );
}

/** What is not known of that, once for all entries. */
export function StartedUnknown() {
  const { app } = usePane();
  const processes = useLive(app.processes);
  return <p class="muted">{processes === null ? text.unknown : text.others}</p>;
}
