import { strings } from '../strings';
import { Button } from '../ui/button';
import { MessageBar } from '../ui/message-bar';
import type { Visit } from './use-visit';

const said: Readonly<Record<Exclude<Visit, 'failed'>, string>> = {
  reading: strings.remote.reading,
  kept: strings.remote.reading,
  gone: strings.remote.gone,
  offline: strings.onlineOnly.open.why,
};

interface Props {
  readonly visit: Visit;
  readonly onAgain: () => void;
}

/** What stands where a record would, while it is not on this computer. */
export function Absent({ visit, onAgain }: Props) {
  if (visit === 'failed')
    return (
      <MessageBar
        tone="error"
        announce
        action={<Button onClick={onAgain}>{strings.remote.again}</Button>}
      >
        {strings.remote.notRead}
      </MessageBar>
    );
  return (
    <p class="empty" role="status">
      {said[visit]}
    </p>
  );
}
