import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

export interface Choice<V extends string | number> {
  readonly value: V;
  readonly label: string;
  readonly hint?: string;
}

interface Props<V extends string | number> {
  readonly legend: ComponentChildren;
  readonly choices: readonly Choice<V>[];
  readonly value: V;
  readonly onChange: (value: V) => void;
}

/** One out of a few, all in sight: native radio buttons. */
export function Radios<V extends string | number>({ legend, choices, value, onChange }: Props<V>) {
  const id = useId();
  return (
    <fieldset>
      <legend class="field-label">{legend}</legend>
      {choices.map((choice) => (
        <div key={choice.value}>
          <label class="check">
            <input
              type="radio"
              name={id}
              checked={choice.value === value}
              aria-describedby={choice.hint === undefined ? undefined : `${id}-${choice.value}`}
              onChange={() => {
                onChange(choice.value);
              }}
            />
            {choice.label}
          </label>
          {choice.hint !== undefined && (
            <p class="muted check-hint" id={`${id}-${choice.value}`}>
              {choice.hint}
            </p>
          )}
        </div>
      ))}
    </fieldset>
  );
}
