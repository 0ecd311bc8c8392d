import { useId, useState } from 'preact/hooks';
import { type Gap, needsNetwork } from '../../domain/readiness';
import { usePane } from '../pane';
import { strings } from '../strings';
import { Icon } from '../ui/icon';
import { useLive } from '../use-live';
import { useNow } from '../use-now';
import { describeGap } from './describe-gap';
import { OwnWindow } from './own-window';
import { Remedy } from './remedy';
import './readiness.css';

const text = strings.readiness;

function GapItem({ gap, waitsFor }: { readonly gap: Gap; readonly waitsFor: string | undefined }) {
  const { shell } = usePane();
  const now = useNow();
  const inOutlook = useLive(shell.mail.state) !== 'absent';
  const [refused, setRefused] = useState(false);
  return (
    <li class="gap" data-gap={gap.kind}>
      <p>{describeGap(gap, { now, inOutlook, refused })}</p>
      <Remedy
        gap={gap}
        inOutlook={inOutlook}
        refused={refused}
        onAnswer={(kept) => {
          setRefused(!kept);
        }}
        waitsFor={waitsFor}
      />
    </li>
  );
}

/** Whether the user can leave the network behind now; else each thing that is in the way, with what closes it. */
export function Readiness({ gaps }: { readonly gaps: readonly Gap[] }) {
  const { app, shell } = usePane();
  const connection = useLive(app.connection.state);
  const inClassicOutlook = useLive(shell.mail.opensOffline) === true;
  const id = useId();
  const ready = gaps.length === 0;
  const reachable = connection === 'online' || connection === 'connecting';
  const waits = (gap: Gap): boolean => !reachable && needsNetwork(gap);
  return (
    <section class="readiness" data-ready-offline={ready}>
      <div role="status" aria-label={text.name} class="readiness-statement">
        <Icon name={ready ? 'checkCircle' : 'warning'} />
        <h2 class="section-title">{ready ? text.ready : text.notReady(gaps.length)}</h2>
      </div>
      {ready && inClassicOutlook && (
        <div class="gap">
          <p>{text.forDays}</p>
          <OwnWindow />
        </div>
      )}
      {!ready && (
        <ul class="gaps" aria-label={text.gaps}>
          {gaps.map((gap) => (
            <GapItem key={gap.kind} gap={gap} waitsFor={waits(gap) ? id : undefined} />
          ))}
        </ul>
      )}
      {gaps.some(waits) && (
        <p class="muted" id={id}>
          {text.needsConnection}
        </p>
      )}
    </section>
  );
}
