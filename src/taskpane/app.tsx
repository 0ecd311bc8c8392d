import { render } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Carryon, Shell, Start } from '../domain/carryon';
import { Header } from './header/header';
import { keepFocus } from './keep-focus';
import { createNavigation, type Tab } from './navigation';
import { PaneContext, type Pane } from './pane';
import { Screens } from './screens';
import { StartFailure } from './start/start-failure';
import { Starting } from './start/starting';
import { strings } from './strings';
import { Banners } from './ui/banners';
import { Confirm } from './ui/confirm';
import { Toast, type Told } from './ui/toast';
import { useLive } from './use-live';
import './ui/tokens.css';
import './ui/base.css';
import './ui/controls.css';

/** Outlook's theme where it tells one, else the system's. Forced colours win over both. */
function useTheme(shell: Shell) {
  const theme = useLive(shell.mail.theme);
  useLayoutEffect(() => {
    const root = document.documentElement;
    if (theme) root.dataset['theme'] = theme.dark ? 'dark' : 'light';
    else delete root.dataset['theme'];
  }, [theme]);
}

/** Outside Outlook there is no message, so that Records comes first. */
const tabOrder = (inOutlook: boolean): readonly Tab[] =>
  inOutlook ? ['message', 'records', 'outbox'] : ['records', 'outbox', 'message'];

function LeaveQuestion({ pane }: { readonly pane: Pane }) {
  const question = useLive(pane.nav.question);
  if (!question) return null;
  return (
    <Confirm
      name="leave"
      title={strings.form.leaveQuestion}
      yes={strings.form.leave}
      no={strings.form.stay}
      onYes={question.leave}
      onNo={() => {
        pane.nav.stay();
      }}
    >
      {strings.form.leaveWhat}
    </Confirm>
  );
}

/** Outlook may turn out to be absent after the pane is there: then Records comes forward, once, unless the user has chosen. */
function useFirstTab(pane: Pane, inOutlook: boolean) {
  const settled = useRef(!inOutlook);
  useEffect(() => {
    if (settled.current) return;
    const untouched = pane.nav.at.get().tab === 'message';
    if (!inOutlook) {
      settled.current = true;
      if (untouched && pane.nav.at.get().stacks.message.length === 1) pane.nav.select('records');
    }
  }, [pane, inOutlook]);
}

function Ready({ shell, app }: { readonly shell: Shell; readonly app: Carryon }) {
  const host = useLive(shell.mail.state);
  const inOutlook = host === 'connecting' || host === 'ready';
  const [told, setTold] = useState<Told | null>(null);
  const count = useRef(0);
  // Where the first rendering put the user stays; what Outlook turns out to be later is handled below.
  const [nav] = useState(() => createNavigation(inOutlook ? 'message' : 'records'));
  const pane = useMemo<Pane>(
    () => ({
      shell,
      app,
      nav,
      tell: (text) => {
        setTold(text === null ? null : { text, key: ++count.current });
      },
    }),
    [shell, app, nav],
  );
  useFirstTab(pane, inOutlook);
  const tabs = tabOrder(inOutlook);
  const onDone = useCallback(() => {
    setTold(null);
  }, []);
  return (
    <PaneContext.Provider value={pane}>
      <div class="pane">
        <Header tabs={tabs} />
        <Banners />
        <Screens tabs={tabs} />
      </div>
      <Toast told={told} onDone={onDone} />
      <LeaveQuestion pane={pane} />
    </PaneContext.Provider>
  );
}

function App({ shell }: { readonly shell: Shell }) {
  const [start, setStart] = useState<Start | null>(null);
  useTheme(shell);
  const begin = useCallback(() => {
    setStart(null);
    shell.start().then(setStart, (error: unknown) => {
      setStart({ kind: 'failed', reason: 'storeBlocked', detail: String(error) });
    });
  }, [shell]);
  useEffect(begin, [begin]);
  if (!start) return <Starting />;
  if (start.kind === 'failed') return <StartFailure failure={start} onAgain={begin} />;
  return <Ready shell={shell} app={start.app} />;
}

/** Shows the pane in `element`; returns how to take it away. */
export function mount(shell: Shell, element: Element): () => void {
  const stop = keepFocus(element);
  render(<App shell={shell} />, element);
  return () => {
    stop();
    render(null, element);
  };
}
