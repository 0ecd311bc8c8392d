import { useState } from 'preact/hooks';
import { mayKeepFewer } from '../../../domain/fewer';
import { findingsIn } from '../../../domain/findings';
import { spaceLeft } from '../../../domain/readiness';
import { chosenTrips } from '../../../domain/trip';
import { listed } from '../../format';
import { usePane } from '../../pane';
import { strings } from '../../strings';
import { DIARY_DAYS, lacksDiary, takenAlong, withDiary } from '../../trips/draft';
import { Reset } from '../../trips/reset';
import { useReadable } from '../../trips/use-readable';
import { useTripsDraft } from '../../trips/use-trips-draft';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { MessageBar } from '../../ui/message-bar';
import { useLive } from '../../use-live';
import { useReachable } from '../../use-reachable';
import { StorageMeter } from '../storage-meter';
import { tellElsewhere } from '../sync-now';
import { Coming } from './coming';
import { FindingList } from './finding-list';
import { StayOffline } from './stay-offline';
import { TripSwitches } from './trip-switches';
import { useEstimate } from './use-estimate';
import './going.css';

const text = strings.going;

/** Asks what comes along, says what that costs and what to know of it, and starts. */
export function GoOffline({ onClose }: { readonly onClose: () => void }) {
  const { app, nav, tell } = usePane();
  const { choice, trips, saved, outcome, edit, choose, keep } = useTripsDraft();
  const [stay, setStay] = useState(true);
  const [failed, setFailed] = useState(false);
  const reachable = useReachable();
  const readable = useReadable();
  const fewer = mayKeepFewer(readable, saved, outcome);
  // By the names that they are kept under: what a download has begun by those goes on.
  const estimated = useEstimate(chosenTrips(choice, app.trips.organization.trips));
  const findings = findingsIn({
    model: useLive(app.model),
    rights: useLive(app.rights),
    trips,
    estimate: estimated.kind === 'known' ? estimated.estimate : null,
    spaceLeft: spaceLeft(useLive(app.storage.space)),
    filled: useLive(app.copy.standing).filled,
    views: useLive(app.trips.views),
  });
  /** Keeps what was changed here, then goes on. */
  const kept = async (then: () => void) => {
    try {
      const overridden = await keep();
      if (overridden.length > 0) tell(strings.trips.overridden(listed(overridden)));
    } catch {
      setFailed(true);
      return;
    }
    onClose();
    then();
  };
  const leave = async () => {
    const complete = await app.departure.leave(stay || !reachable);
    if (complete) return;
    tellElsewhere(app, tell);
    const { phase } = app.copy.progress.get();
    if (stay && reachable && phase === 'failed') tell(text.staysOnline);
  };

  return (
    <Dialog
      name="goOffline"
      title={text.title}
      onClose={onClose}
      actions={
        <>
          <span data-first>
            <Button
              look="primary"
              onClick={() => {
                void kept(() => void leave());
              }}
            >
              {text.start}
            </Button>
          </span>
          <Button onClick={onClose}>{strings.cancel}</Button>
        </>
      }
    >
      <TripSwitches
        trips={trips}
        alone={estimated.kind === 'known' ? estimated.alone : []}
        onChange={edit}
      />
      {lacksDiary(trips, readable) && (
        <div>
          <Button
            icon="add"
            onClick={() => {
              edit(withDiary(trips));
            }}
          >
            {strings.trips.atOnce.diary(DIARY_DAYS)}
          </Button>
        </div>
      )}
      {choice !== null && <Reset trips={trips} onReset={choose} />}
      <Coming
        estimated={estimated}
        fewer={fewer}
        nothingChosen={findings.some(({ kind }) => kind === 'nothingChosen')}
      />
      <StorageMeter />
      <FindingList
        findings={findings}
        onTakeAlong={(tables) => {
          edit(takenAlong(trips, tables));
        }}
        onChangeFilters={(trip) => {
          void kept(() => {
            nav.open({ kind: 'chooseRecords', trip });
          });
        }}
      />
      {reachable && <StayOffline stay={stay} onChange={setStay} />}
      {failed && (
        <MessageBar tone="error" announce>
          {strings.settings.notKept}
        </MessageBar>
      )}
    </Dialog>
  );
}
