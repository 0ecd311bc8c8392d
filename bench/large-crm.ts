import { startCrm } from '../sandbox/crm/server';

const ROWS = 100_000;

/** @param option how many rows; 100,000 unless told otherwise. */
export function rowsAsked(option: string | undefined): number {
  const rows = option === undefined ? ROWS : Number(option);
  if (!Number.isInteger(rows) || rows < 1) throw new Error(`Not a number of rows: ${option}`);
  return rows;
}

/** A CRM with so many rows that lets everybody ask as often as they like. */
export async function startLargeCrm(
  rows: number,
): Promise<{ readonly origin: string; close(): Promise<void> }> {
  const crm = await startCrm({ port: 0, seed: `large:${rows}` });
  const { origin } = new URL(crm.url);
  await fetch(new URL('/_sandbox/limits', origin), {
    method: 'POST',
    body: JSON.stringify({ requests: null, seconds: null }),
  });
  return { origin, close: () => crm.close() };
}
