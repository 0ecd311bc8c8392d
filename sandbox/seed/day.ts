const DAY = 86_400_000;

/**
 * The day that the demo organisation and its mailbox count from: midnight (UTC) of the day they are made,
 * so that "last week" in the demo is last week.
 */
export const today = (): number => Math.floor(Date.now() / DAY) * DAY;

const two = (number: number): string => String(number).padStart(2, '0');
/** By number since 1970: large organisations ask for the same ones again and again. */
const days = new Map<number, string>();

function isoDay(number: number): string {
  let text = days.get(number);
  if (text === undefined)
    days.set(number, (text = new Date(number * DAY).toISOString().slice(0, 10)));
  return text;
}

/** A moment so many days after the anchor (negative: before), at `hour`:`minute` UTC, as `YYYY-MM-DDTHH:mm:ssZ`. */
export function moment(anchor: number, after: number, hour = 9, minute = 0): string {
  const at = anchor + after * DAY + hour * 3_600_000 + minute * 60_000;
  const day = Math.floor(at / DAY);
  const seconds = Math.floor((at - day * DAY) / 1000);
  return `${isoDay(day)}T${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}Z`;
}

/** The calendar day `days` after the anchor, as `YYYY-MM-DD`. */
export const dayOf = (anchor: number, days: number): string => moment(anchor, days).slice(0, 10);
