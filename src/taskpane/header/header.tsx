import type { Tab } from '../navigation';
import { usePane } from '../pane';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { Status } from './status';
import { Tabs } from './tabs';
import './header.css';

/** On every screen: where things stand, the tabs, and the way to everything else. */
export function Header({ tabs }: { readonly tabs: readonly Tab[] }) {
  const { nav } = usePane();
  return (
    <header class="header">
      <div class="header-top">
        <div class="header-buttons">
          <Button
            look="subtle"
            icon="data"
            label={strings.header.offlineData}
            onClick={() => {
              nav.open({ kind: 'offlineData' });
            }}
          />
          <Button
            look="subtle"
            icon="settings"
            label={strings.header.settings}
            onClick={() => {
              nav.open({ kind: 'settings' });
            }}
          />
        </div>
        <Status />
      </div>
      <Tabs tabs={tabs} />
    </header>
  );
}
