const DAY = 86_400_000;

/**
 * The day that the demo organisation and its mailbox count from: midnight (UTC) of the day they are made,
 * so that "last week" in the demo is last week.
 */
export const today = (): number => Math.floor(Date.now() / DAY) * DAY;

/** A moment `days` after the anchor (negative: before), at `hour`:`minute` UTC, as `YYYY-MM-DDTHH:mm:ssZ`. */
export function moment(anchor: number, days: number, hour = 9, minute = 0): string {
  const at = anchor + days * DAY + hour * 3_600_000 + minute * 60_000;
  return new Date(at).toISOString().replace('.000Z', 'Z');
}

/** The calendar day `days` after the anchor, as `YYYY-MM-DD`. */
export const dayOf = (anchor: number, days: number): string => moment(anchor, days).slice(0, 10);
