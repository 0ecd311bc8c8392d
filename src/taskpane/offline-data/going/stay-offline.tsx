import { useId } from 'preact/hooks';
import { strings } from '../../strings';

const text = strings.going;

interface Props {
  readonly stay: boolean;
  readonly onChange: (stay: boolean) => void;
}

/** Whether the user works offline after the download. */
export function StayOffline({ stay, onChange }: Props) {
  const id = useId();
  return (
    <div>
      <label class="check">
        <input
          type="checkbox"
          checked={stay}
          aria-describedby={id}
          onChange={(event) => {
            onChange(event.currentTarget.checked);
          }}
        />
        {text.stay}
      </label>
      <p class="muted check-hint" id={id}>
        {text.stayHint}
      </p>
    </div>
  );
}
