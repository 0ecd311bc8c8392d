import { rowOf, type RowRule } from './row-change';

const minutes = (from: unknown, to: unknown): number | null =>
  typeof from === 'string' && typeof to === 'string'
    ? Math.round((Date.parse(to) - Date.parse(from)) / 60_000)
    : null;

/** Keeps the minutes between an activity's scheduled start and end. */
export const scheduledDuration: RowRule = {
  applies: ({ columns }) => columns.has('scheduleddurationminutes'),
  before(change) {
    const { values } = change;
    if (!values.has('scheduledstart') && !values.has('scheduledend')) return;
    const row = rowOf(change);
    values.set('scheduleddurationminutes', minutes(row['scheduledstart'], row['scheduledend']));
  },
};
