import { useId } from 'preact/hooks';
import type { TripSource } from '../../domain/trip-source';
import { strings } from '../strings';

const text = strings.trips.source;

interface Props {
  readonly source: TripSource;
  readonly onChange: (source: TripSource) => void;
}

/** How far a diary reaches: days after today. */
const reaches = [0, 1, 3, 7, 14, 30];

function DiaryDays({ days, onChange }: { days: number } & Pick<Props, 'onChange'>) {
  const id = useId();
  const offered = [...new Set([...reaches, days])].sort((a, b) => a - b);
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {text.when}
      </label>
      <select
        id={id}
        class="input"
        value={days}
        aria-describedby={`${id}-brings`}
        onChange={(event) => {
          onChange({ kind: 'diary', days: Number(event.currentTarget.value) });
        }}
      >
        {offered.map((each) => (
          <option key={each} value={each}>
            {text.days(each)}
          </option>
        ))}
      </select>
      <p class="muted" id={`${id}-brings`}>
        {text.diaryBrings}
      </p>
    </div>
  );
}

/** What a trip takes along beside what its filters keep. */
export function SourceField({ source, onChange }: Props) {
  if (source.kind === 'diary') return <DiaryDays days={source.days} onChange={onChange} />;
  return (
    <div class="field">
      <p>{text.peopleBring}</p>
      <ul aria-label={text.addresses}>
        {source.addresses.map((address) => (
          <li key={address} dir="auto">
            {address}
          </li>
        ))}
      </ul>
    </div>
  );
}
