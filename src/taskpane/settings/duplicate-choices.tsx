import { usePane } from '../pane';
import { strings } from '../strings';
import { SettingChoices } from './setting-choices';

const text = strings.settings;

/** The personal option for what the CRM calls a duplicate. */
export function DuplicateChoices() {
  return (
    <SettingChoices
      setting={usePane().app.duplicates}
      legend={text.duplicates}
      choices={[
        { value: 'hold', label: text.duplicatesHold, hint: text.duplicatesHoldHint },
        { value: 'create', label: text.duplicatesCreate },
      ]}
    />
  );
}
