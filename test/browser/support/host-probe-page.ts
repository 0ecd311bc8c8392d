/** A pane that does nothing but show what the host of the mail says: for tests of src/outlook by itself. */
import type { MailHost } from '../../../src/domain/mail';
import type { Clock } from '../../../src/domain/ports';
import { createOutlookHost } from '../../../src/outlook/outlook-host';

declare global {
  interface Window {
    mailHost: MailHost;
    passTime(ms: number): void;
  }
}

/** Time stands still until a test lets it pass. */
let time = 0;
let timers: { at: number; callback: () => void }[] = [];
const clock: Clock = {
  now: () => time,
  after(ms, callback) {
    const timer = { at: time + ms, callback };
    timers.push(timer);
    return () => void (timers = timers.filter((one) => one !== timer));
  },
};
window.passTime = (ms) => {
  time += ms;
  const due = timers.filter(({ at }) => at <= time);
  timers = timers.filter(({ at }) => at > time);
  for (const { callback } of due) callback();
};

async function start(): Promise<void> {
  const response = await fetch('/config.json');
  const { scripts, office } = (await response.json()) as { scripts: string[]; office: string };
  const host = createOutlookHost({ scripts, officeScript: office, shim: '/shim.js' }, clock);
  window.mailHost = host;
  for (const name of ['state', 'item', 'theme', 'pinnable', 'opensOffline'] as const) {
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
