/** The calendar beside a date, and what its parts are called. */
type View = 'day' | 'month' | 'year';

const shownBy = { day: 'month', month: 'year', year: 'decade' } as const;

interface Day {
  readonly today: boolean;
  readonly selected: boolean;
  readonly valueText: string;
}

export const calendarStrings = {
  calendar: {
    choose: (label: string) => `Choose date, ${label}`,
    /** The button that names what shows and leads to what holds it. */
    widen: (shown: string, view: View) =>
      view === 'year' ? shown : `${shown}, choose a ${shownBy[view]}`,
    parts: {
      dayCell: ({ today, selected, valueText }: Day) =>
        [today && 'Today', valueText, selected && 'chosen'].filter(Boolean).join(', '),
      prevTrigger: (view: View) => `Previous ${shownBy[view]}`,
      nextTrigger: (view: View) => `Next ${shownBy[view]}`,
    },
  },
} as const;
