import { tableLabel } from '../names';
import { usePane } from '../pane';
import { strings } from '../strings';
import { useLive } from '../use-live';
import { SettingChoices } from './setting-choices';

const text = strings.settings.conflicts;

/** The personal option for who wins where somebody else changed the same, beside the organization's own rules. */
export function ConflictChoices() {
  const { app } = usePane();
  const model = useLive(app.model);
  const { all, tables } = app.conflicts.organization;
  const ruled = Object.entries(tables).flatMap(([table, policy]) =>
    table in model ? [text.ruled(tableLabel(model, table), text.short[policy])] : [],
  );
  return (
    <>
      <SettingChoices
        setting={app.conflicts}
        legend={text.legend}
        choices={[
          {
            value: 'organization',
            label: text.organization(text.short[all]),
          },
          { value: 'mine', label: text.mine, hint: text.mineHint },
          { value: 'server', label: text.server, hint: text.serverHint },
          { value: 'ask', label: text.ask, hint: text.askHint },
        ]}
      />
      {ruled.length > 0 && <p class="muted">{text.rules(ruled.join(', '))}</p>}
    </>
  );
}
