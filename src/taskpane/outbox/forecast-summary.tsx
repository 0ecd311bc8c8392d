import { useId } from 'preact/hooks';
import type { Forecast, Verdict } from '../../domain/forecast';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { MessageBar } from '../ui/message-bar';
import { useWhyOffline } from '../use-online-only';
import type { Foretold, useForecast } from './use-forecast';

const text = strings.forecast;

const kinds = Object.keys(text.count) as Verdict['kind'][];

function Counts({ forecast }: { readonly forecast: Forecast }) {
  const verdicts = [...forecast.values()];
  const counted = kinds
    .map((kind) => ({ kind, n: verdicts.filter((one) => one.kind === kind).length }))
    .filter(({ n }) => n > 0);
  return (
    <>
      <ul class="bullets">
        {counted.map(({ kind, n }) => (
          <li key={kind}>{text.count[kind](n)}.</li>
        ))}
      </ul>
      <p class="muted">{text.logic}</p>
    </>
  );
}

/** What is said of the whole line. */
function Said({ foretold }: { readonly foretold: Foretold }) {
  switch (foretold.kind) {
    case 'known':
      return <Counts forecast={foretold.forecast} />;
    case 'asking':
      return <p>{text.asking}</p>;
    case 'stale':
      return <p>{text.stale}</p>;
    case 'failed':
      return <MessageBar tone="error">{text.failed}</MessageBar>;
    default:
      return null;
  }
}

type Props = ReturnType<typeof useForecast>;

/** Asks what would happen to the changes that wait; offline it says why it cannot. */
export function ForecastButton({ foretold, ask }: Props) {
  const offline = useWhyOffline('forecast');
  const id = useId();
  return (
    <>
      <Button
        icon="search"
        disabled={offline !== null || foretold.kind === 'asking'}
        describedBy={offline === null ? undefined : id}
        onClick={ask}
      >
        {text.ask}
      </Button>
      {offline !== null && (
        <p class="muted" id={id}>
          {offline}
        </p>
      )}
    </>
  );
}

/** What would happen as a whole; each entry says its own. */
export function ForecastSummary({ foretold, put }: Props) {
  const id = useId();
  return (
    <section aria-live="polite" aria-labelledby={foretold.kind === 'none' ? undefined : id}>
      {foretold.kind !== 'none' && (
        <div class="forecast">
          <h2 class="section-title" id={id}>
            {text.title}
          </h2>
          <Said foretold={foretold} />
          {foretold.kind !== 'asking' && <Button onClick={put}>{text.close}</Button>}
        </div>
      )}
    </section>
  );
}
