import { insideOffice } from './office-host-signs';
import type { OfficeScripts } from './office-scripts';
import { runScript } from './office-scripts';

/** `absent`: the page is not inside Outlook. `failed`: it is, but Office.js could not be loaded. */
export type OfficeStart = 'ready' | 'absent' | 'failed';

/**
 * Loads Office.js where an Office host opened this page, and waits until the host answers.
 * There is no time limit: a host that stays silent leaves the promise pending.
 */
export async function loadOffice(sources: OfficeScripts): Promise<OfficeStart> {
  for (const url of sources.scripts) await runScript(url);
  if (!insideOffice(window)) return 'absent';
  if (!(await runScript(sources.shim))) return 'failed';
  if (!(await keepingHistory(() => runScript(sources.officeScript)))) return 'failed';
  const { host } = await Office.onReady();
  return host === Office.HostType.Outlook ? 'ready' : 'absent';
}

/** Office.js sets both functions to null, on purpose; putting them back is the documented remedy. */
async function keepingHistory<T>(work: () => Promise<T>): Promise<T> {
  const { pushState, replaceState } = history;
  try {
    return await work();
  } finally {
    Object.assign(history, { pushState, replaceState });
  }
}
