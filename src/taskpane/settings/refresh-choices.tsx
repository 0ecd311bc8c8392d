import { refreshIntervals } from '../../domain/refresh-interval';
import { usePane } from '../pane';
import { strings } from '../strings';
import { SettingChoices } from './setting-choices';

const text = strings.settings.refresh;

/** The personal option for how often the records are refreshed, within the organization's bounds. */
export function RefreshChoices() {
  const { app } = usePane();
  const { every, least, most } = app.refresh.organization;
  return (
    <SettingChoices
      setting={app.refresh}
      legend={text.legend}
      choices={[
        { value: 'organization', label: text.organization(every) },
        ...refreshIntervals
          .filter((minutes) => minutes >= least && minutes <= most)
          .map((minutes) => ({ value: minutes, label: text.choice(minutes) })),
      ]}
    />
  );
}
