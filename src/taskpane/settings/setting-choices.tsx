import { useState } from 'preact/hooks';
import type { Setting } from '../../domain/setting';
import { strings } from '../strings';
import { MessageBar } from '../ui/message-bar';
import { Radios, type Choice } from '../ui/radios';
import { useLive } from '../use-live';

interface Props<V extends string | number> {
  readonly setting: Setting<V>;
  readonly legend: string;
  readonly choices: readonly Choice<V>[];
}

/** A choice of the user that is kept. */
export function SettingChoices<V extends string | number>({ setting, legend, choices }: Props<V>) {
  const value = useLive(setting.choice);
  const [failed, setFailed] = useState(false);
  return (
    <>
      <Radios
        legend={legend}
        value={value}
        choices={choices}
        onChange={(chosen) => {
          setFailed(false);
          setting.choose(chosen).catch(() => {
            setFailed(true);
          });
        }}
      />
      {failed && (
        <MessageBar tone="error" announce>
          {strings.settings.notKept}
        </MessageBar>
      )}
    </>
  );
}
