import type * as datePicker from '@zag-js/date-picker';
import type { PropTypes } from '@zag-js/preact';

type Api = ReturnType<typeof datePicker.connect<PropTypes>>;

interface Cell {
  readonly text: string;
  readonly cell: PropTypes['element'];
  readonly button: PropTypes['element'];
}

/** Months and years stand in rows of so many. */
const columns = 3;

function cellsOf(api: Api): readonly (readonly Cell[])[] {
  switch (api.view) {
    case 'day':
      return api.weeks.map((week) =>
        week.map((value) => ({
          text: String(value.day),
          cell: api.getDayTableCellProps({ value }),
          button: api.getDayTableCellTriggerProps({ value }),
        })),
      );
    case 'month':
      return api.getMonthsGrid({ columns, format: 'long' }).map((row) =>
        row.map(({ value, label, disabled }) => ({
          text: label,
          cell: api.getMonthTableCellProps({ value, disabled }),
          button: api.getMonthTableCellTriggerProps({ value, disabled }),
        })),
      );
    case 'year':
      return api.getYearsGrid({ columns }).map((row) =>
        row.map(({ value, label, disabled }) => ({
          text: label,
          cell: api.getYearTableCellProps({ value, disabled }),
          button: api.getYearTableCellTriggerProps({ value, disabled }),
        })),
      );
  }
}

/**
 * The days, months or years to choose from: one of them is in the order of the Tab key, arrows lead to the others.
 * Cells are told apart by their place, so that the one with the focus stays when another month comes into view.
 */
export function CalendarGrid({ api }: { readonly api: Api }) {
  const { view } = api;
  const shown = api.visibleRangeText.formatted;
  const table = view === 'day' ? { view } : { view, columns };
  return (
    <table
      {...api.getTableProps(table)}
      aria-roledescription={undefined}
      aria-label={shown}
      class="calendar-grid"
    >
      {view === 'day' && (
        <thead {...api.getTableHeadProps({ view })}>
          <tr {...api.getTableRowProps({ view })}>
            {api.weekDays.map(({ short, long }) => (
              <th key={long} class="muted" scope="col">
                {short}
              </th>
            ))}
          </tr>
        </thead>
      )}
      <tbody {...api.getTableBodyProps({ view })}>
        {cellsOf(api).map((row, week) => (
          <tr key={week} {...api.getTableRowProps({ view })}>
            {row.map(({ text, cell, button }, at) => (
              <td key={at} {...cell} colSpan={1}>
                <button type="button" {...button} role={undefined} class="calendar-cell">
                  {text}
                </button>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
