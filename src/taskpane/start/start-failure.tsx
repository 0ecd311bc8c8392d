import type { Start } from '../../domain/carryon';
import { useReady } from '../ready';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import './start.css';

interface Props {
  readonly failure: Extract<Start, { kind: 'failed' }>;
  readonly onAgain: () => void;
}

/** Carryon could not start: what that means and what to do. */
export function StartFailure({ failure, onAgain }: Props) {
  const text = strings.start.reason[failure.reason];
  useReady(true);
  return (
    <main class="start" data-reason={failure.reason}>
      <span class="start-icon">
        <Icon name={failure.reason.endsWith('NeedsNetwork') ? 'cloudOff' : 'warning'} />
      </span>
      <h1 class="start-title">{text.title}</h1>
      <p>{text.text}</p>
      <Button look="primary" icon="retry" onClick={onAgain}>
        {strings.start.again}
      </Button>
      {failure.detail !== '' && (
        <p class="muted">
          {strings.start.details}: {failure.detail}
        </p>
      )}
    </main>
  );
}
