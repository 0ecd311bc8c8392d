import type { TargetedKeyboardEvent } from 'preact';
import type { Tab } from '../navigation';
import { usePane } from '../pane';
import { strings } from '../strings';
import { useLive } from '../use-live';

export const tabId = (tab: Tab): string => `tab-${tab}`;
export const panelId = (tab: Tab): string => `panel-${tab}`;

/**
 * The tab list: one tab in the Tab order, arrow keys between them.
 * The chosen tab gets `tabindex` 0 before the focus, since office.js looks for the focused element in its own list.
 */
export function Tabs({ tabs }: { readonly tabs: readonly Tab[] }) {
  const { app, nav, shell } = usePane();
  const { tab: current } = useLive(nav.at);
  const entries = useLive(app.outbox.entries);
  const item = useLive(shell.mail.item);

  const text: Readonly<Record<Tab, string>> = {
    message: item?.kind === 'appointment' ? strings.tabs.meeting : strings.tabs.message,
    records: strings.tabs.records,
    outbox: strings.tabs.outbox,
  };

  const onKeyDown = (event: TargetedKeyboardEvent<HTMLButtonElement>, tab: Tab) => {
    const step = document.documentElement.dir === 'rtl' ? -1 : 1;
    const at = tabs.indexOf(tab);
    const to: Readonly<Record<string, number>> = {
      ArrowRight: at + step,
      ArrowLeft: at - step,
      Home: 0,
      End: tabs.length - 1,
    };
    const index = to[event.key];
    if (index === undefined) return;
    event.preventDefault();
    const next = tabs[(index + tabs.length) % tabs.length];
    if (!next) return;
    nav.select(next);
    const element = document.getElementById(tabId(next));
    if (!element) return;
    element.tabIndex = 0;
    element.focus();
  };

  return (
    <div role="tablist" aria-label={strings.tabs.name} class="tabs">
      {tabs.map((tab) => (
        <button
          key={tab}
          type="button"
          role="tab"
          id={tabId(tab)}
          class="tab"
          aria-selected={tab === current}
          aria-controls={panelId(tab)}
          aria-label={
            tab === 'outbox' && entries.length > 0
              ? strings.tabs.outboxWaiting(entries.length)
              : undefined
          }
          tabIndex={tab === current ? 0 : -1}
          onClick={() => {
            nav.select(tab);
          }}
          onKeyDown={(event) => {
            onKeyDown(event, tab);
          }}
        >
          <span class="tab-text">{text[tab]}</span>
          {tab === 'outbox' && entries.length > 0 && (
            // The name says the count in words; here it is decoration, drawn by the style sheet.
            <span class="tab-count" data-count={entries.length} />
          )}
        </button>
      ))}
    </div>
  );
}
