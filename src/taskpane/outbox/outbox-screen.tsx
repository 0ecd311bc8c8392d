import { useState } from 'preact/hooks';
import { usePane, usePlace } from '../pane';
import { useReady } from '../ready';
import { strings } from '../strings';
import { Button } from '../ui/button';
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

/** Receipts shown before "Show more". */
const firstReceipts = 20;

/** What waits to be sent, in order, and what was sent. */
export function OutboxScreen() {
  const { app } = usePane();
  const { active } = usePlace();
  const entries = useLive(app.outbox.entries);
  const receipts = useLive(app.outbox.receipts);
  const forecast = useForecast(entries);
  const { foretold } = forecast;
  const file = useFile();
  const [shown, setShown] = useState(firstReceipts);
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
        <ol class="entries" aria-label={strings.outbox.list}>
          {entries.map((entry) => (
            <EntryItem
              key={entry.id}
              entry={entry}
              all={entries}
              verdict={foretold.kind === 'known' ? foretold.forecast.get(entry.id) : undefined}
            />
          ))}
        </ol>
      )}
      {entries.length > 0 && <StartedUnknown />}
      <section class="stack">
        <h2 class="section-title">{strings.outbox.sent}</h2>
        {receipts.length === 0 ? (
          <p class="muted">{strings.outbox.nothingSent}</p>
        ) : (
          <ul class="entries" aria-label={strings.outbox.sent}>
            {receipts.slice(0, shown).map((receipt) => (
              <ReceiptItem
                key={receipt.id}
                receipt={receipt}
                undone={undoneBy(receipt, entries, receipts)}
              />
            ))}
          </ul>
        )}
        {receipts.length > shown && (
          <Button
            onClick={() => {
              setShown(shown + 100);
            }}
          >
            {strings.list.more}
          </Button>
        )}
      </section>
    </div>
  );
}
