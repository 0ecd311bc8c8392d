import type { Column } from '../../domain/table';

/** What shows in place of a field that the user cannot fill in, and why they cannot. */
export interface Closed {
  readonly shown: string;
  readonly why: string;
}

interface Props extends Closed {
  readonly id: string;
  readonly column: Column;
}

/** A field that is disabled, with the reason. */
export function ClosedField({ id, column, shown, why }: Props) {
  return (
    <div class="field">
      <label class="field-label" htmlFor={id}>
        {column.label}
      </label>
      <input
        id={id}
        class="input"
        dir="auto"
        disabled
        value={shown}
        aria-describedby={`${id}-why`}
      />
      <p class="muted" id={`${id}-why`}>
        {why}
      </p>
    </div>
  );
}
