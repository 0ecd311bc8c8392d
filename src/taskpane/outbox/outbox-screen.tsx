import { usePane, usePlace } from '../pane';
import { useReady } from '../ready';
import { strings } from '../strings';
import { Beginning } from '../ui/beginning';
import { LeftBehindText } from '../ui/left-behind';
import { useLive } from '../use-live';
import { DecideForAll } from './many/decide-for-all';
import { EntryItem } from './entry-item';
import { ForecastButton, ForecastSummary } from './forecast-summary';
import { ReceiptItem } from './receipt-item';
import { SavedFile, SaveFileButton, useFile } from './save-file';
import { Sending } from './sending';
import { StartedUnknown } from './started';
import { undoneBy } from './undone';
import { useForecast } from './use-forecast';
import { Waiting } from './waiting';
import './outbox.css';

/** Shown at first: what a person reads, not all that thousands of changes would make. */
const FIRST_ENTRIES = 100;
const FIRST_RECEIPTS = 20;

/** What waits to be sent, in order, and what was sent. */
export function OutboxScreen() {
  const { app } = usePane();
  const { active } = usePlace();
  const entries = useLive(app.outbox.entries);
  const receipts = useLive(app.outbox.receipts);
  const forecast = useForecast(entries);
  const { foretold } = forecast;
  const file = useFile();
  useReady(active);
  return (
    <div class="content stack outbox">
      <h1 class="sr-only">{strings.tabs.outbox}</h1>
      {entries.length === 0 && <p class="muted">{strings.outbox.nothingWaits}</p>}
      <Waiting />
      <LeftBehindText />
      <Sending>
        {entries.length > 0 && <ForecastButton {...forecast} />}
        {entries.length + receipts.length > 0 && <SaveFileButton {...file} />}
      </Sending>
      <SavedFile {...file} />
      <ForecastSummary {...forecast} />
      <DecideForAll />
      {entries.length > 0 && (
        <Beginning items={entries} first={FIRST_ENTRIES}>
          {(shown) => (
            <ol class="entries" aria-label={strings.outbox.list}>
              {shown.map((entry, index) => (
                <EntryItem
                  key={entry.id}
                  entry={entry}
                  place={index + 1}
                  all={entries}
                  verdict={foretold.kind === 'known' ? foretold.forecast.get(entry.id) : undefined}
                />
              ))}
            </ol>
          )}
        </Beginning>
      )}
      {entries.length > 0 && <StartedUnknown />}
      <section class="stack">
        <h2 class="section-title">{strings.outbox.sent}</h2>
        {receipts.length === 0 ? (
          <p class="muted">{strings.outbox.nothingSent}</p>
        ) : (
          <Beginning items={receipts} first={FIRST_RECEIPTS}>
            {(shown) => (
              <ul class="entries" aria-label={strings.outbox.sent}>
                {shown.map((receipt) => (
                  <ReceiptItem
                    key={receipt.id}
                    receipt={receipt}
                    undone={undoneBy(receipt, entries, receipts)}
                  />
                ))}
              </ul>
            )}
          </Beginning>
        )}
      </section>
    </div>
  );
}
