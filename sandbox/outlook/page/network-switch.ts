import { byId } from './dom';
import type { Outlook } from './outlook';

/** The checkbox "Network": unplugs the web server and the CRM for the pane, and tells the pane's browser. */
export async function showNetworkSwitch(outlook: Outlook): Promise<void> {
  const box = byId<HTMLInputElement>('network');

  const turn = async (request?: RequestInit) => {
    const response = await fetch('/_sandbox/network', request);
    const { up } = (await response.json()) as { up: boolean };
    box.checked = up;
    outlook.setOnline(up);
  };

  box.addEventListener('change', () => {
    void turn({ method: 'POST', body: JSON.stringify({ up: box.checked }) });
  });
  await turn();
}
