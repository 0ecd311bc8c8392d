import { useLayoutEffect, useRef } from 'preact/hooks';
import { FormScreen } from './form/form-screen';
import { panelId, tabId } from './header/tabs';
import { MessageScreen } from './message/message-screen';
import { topOf, type Place, type Screen, type Tab } from './navigation';
import { OfflineDataScreen } from './offline-data/offline-data-screen';
import { OutboxScreen } from './outbox/outbox-screen';
import { PlaceContext, usePane } from './pane';
import { RecordScreen } from './record/record-screen';
import { RecordsScreen } from './records/records-screen';
import { SettingsScreen } from './settings/settings-screen';
import { ChooseRecordsScreen } from './trips/choose-records-screen';
import { UnseenScreen } from './unseen/unseen-screen';
import { useLive } from './use-live';

const roots: Readonly<Record<Tab, () => preact.JSX.Element>> = {
  message: MessageScreen,
  records: RecordsScreen,
  outbox: OutboxScreen,
};

function Content({ screen }: { readonly screen: Screen }) {
  switch (screen.kind) {
    case 'root': {
      const Root = roots[screen.tab];
      return <Root />;
    }
    case 'record':
      return <RecordScreen target={screen.ref} />;
    case 'form':
      return <FormScreen {...screen} />;
    case 'offlineData':
      return <OfflineDataScreen />;
    case 'chooseRecords':
      return <ChooseRecordsScreen {...screen} />;
    case 'settings':
      return <SettingsScreen />;
    case 'unseen':
      return <UnseenScreen />;
  }
}

/** A screen in its own scroll area. One that is covered keeps its state and its place in the list. */
function Shown({ place, active }: { readonly place: Place; readonly active: boolean }) {
  const area = useRef<HTMLElement>(null);
  const scrolled = useRef(0);
  useLayoutEffect(() => {
    if (active && area.current) area.current.scrollTop = scrolled.current;
  }, [active]);
  return (
    <PlaceContext.Provider value={{ place, active }}>
      <section
        ref={area}
        class="screen"
        hidden={!active}
        data-screen={place.screen.kind === 'root' ? place.screen.tab : place.screen.kind}
        data-place={place.key}
        onScroll={(event) => {
          if (active) scrolled.current = event.currentTarget.scrollTop;
        }}
      >
        <div class="screen-body">
          <Content screen={place.screen} />
        </div>
      </section>
    </PlaceContext.Provider>
  );
}

/**
 * After a change of screens the focus goes where the Tab key goes on from: a deeper screen's "Back",
 * or, on the way back, what had opened the screen that is gone. On another tab it stays on the tab.
 */
function useFocusOnChange(tab: Tab, top: Place, depth: number) {
  const last = useRef({ tab, top, depth });
  useLayoutEffect(() => {
    const before = last.current;
    last.current = { tab, top, depth };
    if (before.tab !== tab || before.top.key === top.key) return;
    const area = document.querySelector<HTMLElement>(`[data-place="${String(top.key)}"]`);
    const { opener } = before.top;
    const back = depth < before.depth;
    // What brought the user back may still be there: the tab itself.
    if (back && document.activeElement !== document.body) return;
    if (back && opener?.checkVisibility()) opener.focus();
    else if (depth > 1) area?.querySelector<HTMLElement>('[data-back]')?.focus();
    else if (back) area?.querySelector<HTMLElement>('button, input, a[href], select')?.focus();
  }, [tab, top, depth]);
}

/** The stacks of all tabs, of which one screen shows. */
export function Screens({ tabs }: { readonly tabs: readonly Tab[] }) {
  const { nav } = usePane();
  const at = useLive(nav.at);
  const top = topOf(at);
  useFocusOnChange(at.tab, top, at.stacks[at.tab].length);
  return (
    <main class="pane-main">
      {tabs.map((tab) => (
        <div
          key={tab}
          role="tabpanel"
          id={panelId(tab)}
          aria-labelledby={tabId(tab)}
          class="panel"
          hidden={tab !== at.tab}
        >
          {at.stacks[tab].map((place) => (
            <Shown key={place.key} place={place} active={place === top} />
          ))}
        </div>
      ))}
    </main>
  );
}
