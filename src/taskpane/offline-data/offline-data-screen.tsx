import { useId } from 'preact/hooks';
import { Waiting } from '../outbox/waiting';
import { usePane } from '../pane';
import { strings } from '../strings';
import { MessageBar } from '../ui/message-bar';
import { ScreenBar } from '../ui/screen-bar';
import { useLive } from '../use-live';
import { ChosenTrips } from './chosen-trips';
import { ConnectionChoice } from './connection-choice';
import { Download } from './download';
import { OnBoard } from './on-board';
import { Readiness } from './readiness';
import { StorageMeter } from './storage-meter';
import { UnseenSection } from './unseen-section';
import { useGaps } from './use-gaps';
import './offline-data.css';

const text = strings.offlineData;

/** What is on this computer, how lasting it is, and what does not work without a network. */
export function OfflineDataScreen() {
  const { app } = usePane();
  const storage = useLive(app.storage.kind);
  const files = useLive(app.offlineStart.files);
  const gaps = useGaps();
  const id = useId();
  return (
    <>
      <ScreenBar title={text.title} />
      <div class="content stack">
        <Readiness gaps={gaps} />
        <ConnectionChoice />
        <Waiting />
        <section class="data-section">
          <Download spaceIsTold={gaps.some(({ kind }) => kind === 'attachmentsNoSpace')} />
          <ChosenTrips />
        </section>
        <OnBoard />
        <UnseenSection />
        <section class="data-section">
          <h2 class="section-title">{text.storage}</h2>
          {storage === 'memory' ? (
            <MessageBar tone="warning">{text.memory}</MessageBar>
          ) : (
            <p>{text[storage]}</p>
          )}
          <StorageMeter />
          <p>{files === 'kept' || files === 'bypassed' ? text.filesKept : text.filesNotKept}</p>
        </section>
        <section class="data-section">
          <h2 class="section-title" id={id}>
            {text.notAvailable}
          </h2>
          <ul class="bullets" aria-labelledby={id}>
            {Object.values(strings.onlineOnly).map(({ what }) => (
              <li key={what}>{what}</li>
            ))}
          </ul>
        </section>
      </div>
    </>
  );
}
