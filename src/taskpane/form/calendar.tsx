import * as datePicker from '@zag-js/date-picker';
import { normalizeProps, useMachine } from '@zag-js/preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { locale } from '../format';
import { strings } from '../strings';
import { Icon } from '../ui/icon';
import { CalendarGrid } from './calendar-grid';
import type { CalendarProps } from './date-field';
import '../ui/popup.css';
import './calendar.css';

/** Today is a day of the computer's own time zone. */
const timeZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The open calendar: days of a month, months of a year, years of a decade. */
export function Calendar({ label, value, max, onChange, ids, onClose }: CalendarProps) {
  const grid = useRef<HTMLDivElement>(null);
  const service = useMachine(datePicker.machine, {
    id: useId(),
    ids: { control: ids.field, trigger: ids.button, content: ids.content },
    defaultOpen: true,
    fixedWeeks: true,
    defaultValue: value === '' ? [] : [datePicker.parse(value)],
    max: datePicker.parse(max),
    locale: locale(),
    timeZone: timeZone(),
    positioning: { placement: 'bottom-end', strategy: 'fixed', gutter: 2, fitViewport: true },
    translations: strings.calendar.parts,
    onValueChange: (details) => {
      const day = details.value[0];
      if (day) onChange(day.toString());
    },
    onOpenChange: ({ open }) => {
      if (!open) onClose();
    },
  });
  const api = datePicker.connect(service, normalizeProps);
  const { view } = api;
  const shown = api.visibleRangeText.formatted;

  useLayoutEffect(() => {
    grid.current
      ?.querySelector<HTMLElement>('[data-focus]:not([data-outside-range])')
      ?.focus({ preventScroll: true });
  }, []);

  return (
    <div {...api.getPositionerProps()} class="popup-place">
      <div
        {...api.getContentProps()}
        role="dialog"
        aria-roledescription={undefined}
        aria-label={strings.calendar.choose(label)}
        class="popup calendar"
      >
        <div class="calendar-head">
          <button {...api.getPrevTriggerProps({ view })} class="button button-subtle button-icon">
            <Icon name="chevronLeft" />
          </button>
          <button
            {...api.getViewTriggerProps({ view })}
            aria-label={strings.calendar.widen(shown, view)}
            class="button button-subtle"
          >
            {shown}
          </button>
          <button {...api.getNextTriggerProps({ view })} class="button button-subtle button-icon">
            <Icon name="chevronRight" />
          </button>
        </div>
        <div ref={grid}>
          <CalendarGrid api={api} />
        </div>
      </div>
    </div>
  );
}
