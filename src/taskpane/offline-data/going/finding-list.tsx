import type { Finding } from '../../../domain/findings';
import { usePane } from '../../pane';
import { strings } from '../../strings';
import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { useLive } from '../../use-live';
import { describeFinding } from './describe';

const text = strings.going;

interface Props {
  readonly findings: readonly Finding[];
  /** Keeps what kept rows refer to of these tables too. */
  readonly onTakeAlong: (tables: readonly string[]) => void;
  /** Leads to the filters of a trip; undefined: of whichever. */
  readonly onChangeFilters: (trip: string | undefined) => void;
}

/** The trip where a finding is mended; undefined: it is not one alone. */
const tripOf = (finding: Finding): string | undefined => {
  if (finding.kind === 'held') return finding.held[0]?.trip;
  return finding.kind === 'foundNothing' ? finding.trips[0] : undefined;
};

/** What is worth knowing of what is chosen, each with what can be done. */
export function FindingList({ findings, onTakeAlong, onChangeFilters }: Props) {
  const model = useLive(usePane().app.model);
  if (findings.length === 0) return null;
  return (
    <ul class="findings" aria-label={text.findings}>
      {findings.map((finding) => (
        <li key={finding.kind} class="finding" data-finding={finding.kind}>
          <Icon name="info" />
          <p>{describeFinding(finding, model)}</p>
          <Button
            onClick={() => {
              if (finding.kind === 'leftOut') onTakeAlong(finding.tables);
              else onChangeFilters(tripOf(finding));
            }}
          >
            {finding.kind === 'leftOut' ? text.takeAlong : text.changeFilters}
          </Button>
        </li>
      ))}
    </ul>
  );
}
