/** A pane that does nothing but show what the host of the mail says: for tests of src/outlook by itself. */
import type { MailHost } from '../../../src/domain/mail';
import type { Clock } from '../../../src/domain/ports';
import { createOutlookHost } from '../../../src/outlook/outlook-host';

declare global {
  interface Window {
    mailHost: MailHost;
  }
}

const clock: Clock = {
  now: () => Date.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

async function start(): Promise<void> {
  const response = await fetch('/config.json');
  const { scripts, office } = (await response.json()) as { scripts: string[]; office: string };
  const host = createOutlookHost({ scripts, officeScript: office, shim: '/shim.js' }, clock);
  window.mailHost = host;
  for (const name of ['state', 'item', 'theme'] as const) {
    const output = document.createElement('output');
    output.id = name;
    const show = () => {
      output.textContent = JSON.stringify(host[name].get());
    };
    host[name].subscribe(show);
    show();
    document.body.append(output);
  }
}

void start();
