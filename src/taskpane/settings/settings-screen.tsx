import build from '../../../package.json';
import { usePane } from '../pane';
import { strings } from '../strings';
import { ConflictChoices } from './conflict-choices';
import { DuplicateChoices } from './duplicate-choices';
import { RefreshChoices } from './refresh-choices';
import { ScreenBar } from '../ui/screen-bar';
import { useLive } from '../use-live';
import '../record/record.css';

const text = strings.settings;

/** Who, where, which version. */
export function SettingsScreen() {
  const { app, shell } = usePane();
  const theme = useLive(shell.mail.theme);
  const ready = useLive(shell.update.ready);
  const appearance = theme && (theme.dark ? text.fromOutlookDark : text.fromOutlookLight);
  const lines = [
    { label: text.user, value: app.userName },
    { label: text.organization, value: app.crmUrl },
    { label: text.version, value: build.version },
    { label: text.appearance, value: appearance ?? text.fromSystem },
  ].filter(({ value }) => value !== '');
  return (
    <>
      <ScreenBar title={text.title} />
      <div class="content stack">
        <dl class="fields">
          {lines.map(({ label, value }) => (
            <div key={label} class="field-line">
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <DuplicateChoices />
        <ConflictChoices />
        <RefreshChoices />
        <p class="muted">{ready ? text.updateReady : text.upToDate}</p>
      </div>
    </>
  );
}
