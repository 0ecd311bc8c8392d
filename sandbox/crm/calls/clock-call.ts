import { faults } from '../errors';
import type { Organization } from '../organization';
import { quote } from '../storage/store';

const isoMoment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

/** When the last row was written; 0 without rows. */
function newestRow({ store, model }: Organization): number {
  const moments = [...model.tables.values()]
    .filter(({ columns }) => columns.has('modifiedon'))
    .map(
      ({ name }) => store.get(`SELECT MAX(modifiedon) AS newest FROM ${quote(name)}`)?.['newest'],
    );
  return Math.max(0, ...moments.map((moment) => Date.parse(String(moment ?? '')) || 0));
}

export const readClock = ({ clock }: Organization): object => ({
  now: new Date(clock.now()).toISOString(),
  stands: clock.stands,
});

/** `{now: ISO | null}` or `{advance: ms}`; `back` lets the clock go back before the newest row. */
export function setClock(
  organization: Organization,
  body: Readonly<Record<string, unknown>>,
): object {
  const { now, advance, back = false } = body;
  if (typeof back !== 'boolean') throw faults.argument("'back' has to be true or false.");
  if ((now === undefined) === (advance === undefined))
    throw faults.argument("Either 'now' or 'advance' is needed.");
  const floor = back ? -Infinity : newestRow(organization);
  const { clock } = organization;
  if (advance === undefined) clock.set(now === null ? null : momentOf(now), floor);
  else if (Number.isSafeInteger(advance)) clock.advance(advance as number, floor);
  else throw faults.argument("'advance' has to be a whole number of milliseconds.");
  return readClock(organization);
}

function momentOf(now: unknown): number {
  const moment = typeof now === 'string' && isoMoment.test(now) ? Date.parse(now) : NaN;
  if (Number.isNaN(moment))
    throw faults.argument("'now' has to be a moment such as 2026-05-04T09:30:00Z, or null.");
  return moment;
}
