import { useState } from 'preact/hooks';
import { usePane } from '../pane';
import { strings } from '../strings';
import { MessageBar } from '../ui/message-bar';
import { Radios } from '../ui/radios';
import { useLive } from '../use-live';

const text = strings.settings;

/** The personal option for what the CRM calls a duplicate. */
export function DuplicateChoices() {
  const { duplicates } = usePane().app;
  const choice = useLive(duplicates.choice);
  const [failed, setFailed] = useState(false);
  return (
    <>
      <Radios
        legend={text.duplicates}
        value={choice}
        choices={[
          { value: 'hold', label: text.duplicatesHold, hint: text.duplicatesHoldHint },
          { value: 'create', label: text.duplicatesCreate },
        ]}
        onChange={(value) => {
          setFailed(false);
          duplicates.choose(value).catch(() => {
            setFailed(true);
          });
        }}
      />
      {failed && (
        <MessageBar tone="error" announce>
          {text.duplicatesFailed}
        </MessageBar>
      )}
    </>
  );
}
