import type { Gap } from '../../domain/readiness';
import { usePane } from '../pane';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { OwnWindow } from './own-window';
import { syncNow } from './sync-now';

const text = strings.readiness.button;

interface Props {
  readonly gap: Gap;
  readonly inOutlook: boolean;
  readonly refused: boolean;
  /** What the browser answered when it was asked to keep everything. */
  readonly onAnswer: (kept: boolean) => void;
  /** Id of what says that the network is needed and is not there; undefined: it can be done now. */
  readonly waitsFor: string | undefined;
}

/** What closes a gap; nothing where it closes by itself. */
export function Remedy({ gap, inOutlook, refused, onAnswer, waitsFor }: Props) {
  const { app, nav, shell, tell } = usePane();
  const button = (label: string, run: () => void) => (
    <Button disabled={waitsFor !== undefined} describedBy={waitsFor} onClick={run}>
      {label}
    </Button>
  );
  /** What comes of it shows by the gap, which closes or stays. */
  const silently = (work: Promise<unknown>) => void work.catch(() => undefined);
  // It may load the page again.
  const retry = () => {
    nav.leaveAll(() => {
      silently(app.offlineStart.retry());
    });
  };

  switch (gap.kind) {
    case 'outlook':
      return <OwnWindow />;
    case 'keepsNothing':
    case 'noServiceWorker':
      return inOutlook ? <OwnWindow /> : button(text.tryAgain, retry);
    case 'filesMissing':
      return button(text.filesMissing, retry);
    case 'filesBypassed':
      return button(text.filesBypassed, retry);
    case 'nothingChosen':
      return button(text.nothingChosen, () => {
        nav.open({ kind: 'chooseRecords' });
      });
    case 'notDownloaded':
      return button(text.notDownloaded, () => {
        silently(app.copy.refresh(true));
      });
    case 'downloading':
    case 'downloadingElsewhere':
    case 'downloadWaits':
    case 'attachmentsComing':
      return null;
    case 'downloadPaused':
      return button(text.downloadPaused, app.copy.resume);
    case 'incomplete':
    case 'filled':
      return button(text.incomplete, () => {
        silently(app.copy.refresh(false));
      });
    case 'attachmentsToCome':
      return button(text.attachments, () => {
        silently(app.copy.refresh(true));
      });
    case 'attachmentsNoSpace':
    case 'attachmentsNotGiven':
      return button(text.tryAgain, () => {
        silently(app.copy.refresh(true));
      });
    case 'stale':
      return button(text.stale, () => {
        syncNow(app);
      });
    case 'evictable':
      if (refused && inOutlook) return <OwnWindow />;
      return button(refused ? text.refused : text.evictable, () => {
        const told = (kept: boolean): void => {
          // Else nothing would show.
          if (refused && !kept) tell(strings.readiness.refusedAgain);
          onAnswer(kept);
        };
        silently(app.storage.persist().then(told));
      });
    case 'littleSpace':
      return button(text.littleSpace, () => {
        silently(app.storage.estimate());
      });
    case 'decisions':
      return button(text.decisions, () => {
        nav.select('outbox');
      });
    case 'notInstalled':
      return button(text.notInstalled, () => {
        silently(shell.ownWindow.install());
      });
  }
}
