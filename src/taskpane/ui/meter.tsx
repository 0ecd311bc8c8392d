interface Props {
  readonly label: string;
  /** How full it is. */
  readonly words: string;
  readonly value: number;
  readonly max: number;
}

/** How much of something is used. */
export function Meter({ label, words, value, max }: Props) {
  return (
    <div class="progress">
      <meter aria-label={label} aria-valuetext={words} max={max} value={value} />
      <p class="muted">{words}</p>
    </div>
  );
}
