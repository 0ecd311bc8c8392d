import type { MailHost } from '../domain/mail';
import type { Config } from '../shell/config';
import type { ServiceWorkerLink } from '../shell/service-worker';

/**
 * Keeps what the page loads beside its own build, for a start without a network: the configured scripts and Office.js
 * with all its files. Which these are is known once Outlook has answered or is known to be absent; Office.js asks for
 * some of them later.
 */
export function keepScripts(worker: ServiceWorkerLink, mail: MailHost, config: Config): void {
  const folder = new URL('.', new URL(config.office, document.baseURI)).href;
  const isOffice = ({ name }: PerformanceEntry): boolean =>
    name.startsWith(folder) && /\.js(\?|$)/.test(name);

  const keep = (): void => {
    const loaded = performance.getEntriesByType('resource').filter(isOffice);
    void worker.keep([...config.scripts, ...loaded.map(({ name }) => name)]);
  };
  const settled = (): void => {
    const state = mail.state.get();
    if (state !== 'ready' && state !== 'absent') return;
    stop();
    keep();
    new PerformanceObserver((list) => {
      if (list.getEntries().some(isOffice)) keep();
    }).observe({ type: 'resource' });
  };
  const stop = mail.state.subscribe(settled);
  settled();
}
