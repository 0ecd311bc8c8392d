import { strings } from '../strings';
import { Button } from '../ui/button';
import { usePopup } from '../ui/use-popup';
import { useLazy } from '../use-lazy';
import './date-field.css';

/** The last day that a column can hold, as native inputs have it. */
const lastDay = '9999-12-31';

interface Props {
  readonly id: string;
  /** The column's name; the label itself stands elsewhere. */
  readonly label: string;
  /** "YYYY-MM-DD"; '' where empty. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly required: boolean;
  readonly invalid: boolean;
  readonly describedBy: string | undefined;
}

export interface CalendarProps {
  readonly label: string;
  readonly value: string;
  readonly max: string;
  readonly onChange: (value: string) => void;
  /** The ids of the field, of the button beside it and of the calendar. */
  readonly ids: { readonly field: string; readonly button: string; readonly content: string };
  readonly onClose: () => void;
}

function LazyCalendar(props: CalendarProps) {
  const part = useLazy(() => import('./calendar'));
  return part && <part.Calendar {...props} />;
}

/** A date that is typed, or chosen from a calendar, which is loaded when it is first opened. */
export function DateField({ id, label, value, onChange, ...control }: Props) {
  const popup = usePopup();
  const fieldId = `${id}-field`;
  return (
    <div class="date-field" id={fieldId}>
      <input
        id={id}
        type="date"
        class="input date-input"
        max={lastDay}
        value={value}
        required={control.required}
        aria-invalid={control.invalid}
        aria-describedby={control.describedBy}
        onInput={(event) => {
          onChange(event.currentTarget.value);
        }}
      />
      <Button
        id={popup.id}
        look="subtle"
        icon="calendar"
        label={strings.calendar.choose(label)}
        popup="dialog"
        expanded={popup.open}
        onClick={popup.toggle}
      />
      {popup.open && (
        <LazyCalendar
          label={label}
          value={value}
          max={lastDay}
          onChange={onChange}
          ids={{ field: fieldId, button: popup.id, content: popup.contentId }}
          onClose={popup.close}
        />
      )}
    </div>
  );
}
