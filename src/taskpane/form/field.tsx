import type { ListItem } from '../../domain/record-store';
import type { Column } from '../../domain/table';
import type { Lookup, Party } from '../../domain/value';
import { formatParty, type Currency } from '../format';
import { strings } from '../strings';
import { Icon } from '../ui/icon';
import { DateField } from './date-field';
import { asText, hasTime, type DateInput, type Input } from './draft';
import { LookupField } from './lookup-field';

interface Props {
  readonly id: string;
  readonly column: Column;
  readonly input: Input;
  readonly error: string | null;
  readonly currency: Currency | null;
  /** What a lookup may refer to, where that is no record of this computer. */
  readonly among?: readonly ListItem[] | undefined;
  /** What the user should know before they change it. */
  readonly hint?: string | undefined;
  /** Why a yes or no cannot be given. */
  readonly why?: string | undefined;
  readonly onChange: (input: Input) => void;
}

interface ControlProps extends Props {
  readonly describedBy: string | undefined;
}

/** Only the keyboard on screen differs: the values are text, checked where they are saved. */
const keyboard: Readonly<Record<string, 'email' | 'tel' | 'url'>> = {
  email: 'email',
  phone: 'tel',
  url: 'url',
};

function TextControl({ id, column, input, error, describedBy, onChange }: ControlProps) {
  const shared = {
    id,
    class: 'input',
    // A number keeps its place; a text begins where its language does.
    dir: 'auto' as const,
    value: asText(input),
    required: column.required,
    'aria-invalid': error !== null,
    'aria-describedby': describedBy,
    onInput: (event: { currentTarget: HTMLInputElement | HTMLTextAreaElement }) => {
      onChange(event.currentTarget.value);
    },
  };
  if (column.type === 'memo') return <textarea {...shared} rows={3} />;
  const number = column.type === 'integer' ? 'numeric' : 'decimal';
  const mode = column.type === 'text' ? (keyboard[column.format ?? ''] ?? 'text') : number;
  return <input {...shared} type="text" inputMode={mode} autocomplete="off" />;
}

function ChoiceControl({ id, column, input, error, describedBy, onChange }: ControlProps) {
  return (
    <select
      id={id}
      class="input"
      value={asText(input)}
      required={column.required}
      aria-invalid={error !== null}
      aria-describedby={describedBy}
      onChange={(event) => {
        onChange(event.currentTarget.value);
      }}
    >
      <option value="">{strings.form.none}</option>
      {column.options?.map((option) => (
        <option key={option.value} value={String(option.value)}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

function DateControl({ id, column, input, error, describedBy, onChange }: ControlProps) {
  const at = input as DateInput;
  return (
    <div class="field-date">
      <DateField
        id={id}
        label={column.label}
        value={at.date}
        required={column.required}
        invalid={error !== null}
        describedBy={describedBy}
        onChange={(date) => {
          onChange({ ...at, date });
        }}
      />
      {hasTime(column) && (
        <input
          type="time"
          class="input"
          required={column.required}
          aria-invalid={error !== null}
          aria-describedby={describedBy}
          aria-label={strings.form.time(column.label)}
          value={at.time}
          onInput={(event) => {
            onChange({ ...at, time: event.currentTarget.value });
          }}
        />
      )}
    </div>
  );
}

function ChoicesControl({ id, column, input, describedBy, onChange }: ControlProps) {
  const chosen = input as readonly number[];
  return (
    <fieldset aria-describedby={describedBy}>
      <legend class="field-label">{column.label}</legend>
      {column.options?.map(({ value, label }, index) => (
        <label key={value} class="check">
          <input
            type="checkbox"
            id={index === 0 ? id : undefined}
            checked={chosen.includes(value)}
            onChange={(event) => {
              onChange(
                event.currentTarget.checked
                  ? [...chosen, value].sort((a, b) => a - b)
                  : chosen.filter((other) => other !== value),
              );
            }}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}

function Control(props: ControlProps) {
  const { id, column, input, error, describedBy, onChange } = props;
  switch (column.type) {
    case 'choice':
    case 'state':
    case 'status':
      return <ChoiceControl {...props} />;
    case 'date':
      return <DateControl {...props} />;
    case 'lookup':
      return (
        <LookupField
          id={id}
          label={column.label}
          targets={column.targets ?? []}
          among={props.among}
          value={input as Lookup | null}
          required={column.required}
          invalid={error !== null}
          describedBy={describedBy}
          onChange={onChange}
        />
      );
    default:
      return <TextControl {...props} />;
  }
}

/** One column of a form: label, control, and what is wrong with it. */
export function Field(props: Props) {
  const { id, column, input, error, currency, hint, why, onChange } = props;
  const errorId = `${id}-error`;
  const describedBy = error === null ? undefined : errorId;
  const message = error !== null && (
    <p class="field-error" id={errorId}>
      <Icon name="error" />
      {error}
    </p>
  );
  if (column.type === 'parties')
    return (
      <div class="field">
        <div class="field-label">{column.label}</div>
        <div>{(input as readonly Party[]).map(formatParty).join(', ')}</div>
      </div>
    );
  if (column.type === 'boolean')
    return (
      <div class="field">
        <label class="check">
          <input
            type="checkbox"
            id={id}
            checked={input === true}
            disabled={why !== undefined}
            aria-describedby={why === undefined ? describedBy : `${id}-why`}
            onChange={(event) => {
              onChange(event.currentTarget.checked);
            }}
          />
          {column.label}
        </label>
        {why !== undefined && (
          <p class="muted check-hint" id={`${id}-why`}>
            {why}
          </p>
        )}
        {message}
      </div>
    );
  if (column.type === 'choices')
    return (
      <div class="field">
        <ChoicesControl {...props} describedBy={describedBy} />
        {message}
      </div>
    );
  const unit = column.type === 'money' ? (currency?.code ?? currency?.name ?? '') : '';
  const unitId = `${id}-unit`;
  const hintId = `${id}-hint`;
  const described = [unit && unitId, hint && hintId, describedBy].filter(Boolean).join(' ');
  return (
    <div class="field">
      <div class="field-head">
        <label
          class={`field-label${column.required ? ' field-required' : ''}`}
          htmlFor={id}
          id={`${id}-label`}
        >
          {column.label}
        </label>
        {unit !== '' && (
          <span class="muted" id={unitId}>
            {unit}
          </span>
        )}
      </div>
      <Control {...props} describedBy={described || undefined} />
      {hint !== undefined && (
        <p class="muted" id={hintId}>
          {hint}
        </p>
      )}
      {message}
    </div>
  );
}
