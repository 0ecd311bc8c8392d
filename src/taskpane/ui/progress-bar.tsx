import { useId } from 'preact/hooks';

interface Props {
  readonly label: string;
  /** How far it is. */
  readonly words: string;
  readonly done: number;
  /** Null while it is not known. */
  readonly total: number | null;
  /** What is spoken at each quarter; null: nothing. */
  readonly spoken: ((percent: number) => string) | null;
}

/** 0, 25, 50, 75 or 100. */
const quarter = (done: number, total: number | null): number =>
  total === null || total === 0 ? 0 : Math.min(4, Math.floor((done / total) * 4)) * 25;

/** How far something is. Spoken at quarters only: it changes all the time. */
export function ProgressBar({ label, words, done, total, spoken }: Props) {
  const id = useId();
  const percent = quarter(done, total);
  return (
    <div class="progress">
      <progress
        aria-label={label}
        aria-valuetext={words}
        aria-describedby={id}
        max={Math.max(1, total ?? 1)}
        {...(total === null ? {} : { value: done })}
      />
      <p class="muted" id={id}>
        {words}
      </p>
      <span class="sr-only" aria-live="polite">
        {spoken !== null && percent > 0 && spoken(percent)}
      </span>
    </div>
  );
}
