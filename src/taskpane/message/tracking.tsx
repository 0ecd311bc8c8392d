import { useId, useState } from 'preact/hooks';
import type { MailItem } from '../../domain/mail';
import { may } from '../../domain/rights';
import type { Table } from '../../domain/table';
import { emailId, participants, trackEmail, type People } from '../../domain/tracking';
import { isLookup, type Lookup } from '../../domain/value';
import { describeSaveError } from '../form/describe-problem';
import { LookupField } from '../form/lookup-field';
import { usePane } from '../pane';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { Icon, type IconName } from '../ui/icon';
import { MessageBar } from '../ui/message-bar';
import { useLive } from '../use-live';
import { useStored } from '../use-stored';
import { regardingCandidates } from './regarding';
import { trackingState, type TrackingState } from './tracking-state';

const iconOf: Readonly<Record<TrackingState, IconName>> = {
  notTracked: 'info',
  pending: 'clock',
  tracked: 'checkCircle',
  failed: 'warning',
  other: 'checkCircle',
};

interface Props {
  readonly item: MailItem;
  readonly people: People;
  readonly table: Table;
}

/** The message's row: its id is made from the Message-ID, so that it is the same everywhere. */
function useTracked(item: MailItem, table: Table) {
  const { app } = usePane();
  return useStored(item.messageId, async () => {
    const id = await emailId(app.identity.organizationId, item.messageId);
    const ref = { table: table.name, id };
    return { ref, row: await app.records.get(ref) };
  }).data;
}

function useCandidates(targets: readonly string[], item: MailItem, people: People) {
  const { app, shell } = usePane();
  const model = useLive(app.model);
  const own = shell.mail.userAddress().toLowerCase();
  const rows = participants(item)
    .filter(({ address }) => address.toLowerCase() !== own)
    .flatMap(({ address }) => people.get(address.trim().toLowerCase()) ?? []);
  const key = `${item.messageId} ${rows.map(({ id }) => id).join()}`;
  return useStored(key, () => regardingCandidates(app.records, model, targets, rows)).data ?? [];
}

/** Files the message in the CRM, under what it is about. */
export function Tracking({ item, people, table }: Props) {
  const { app, nav, shell, tell } = usePane();
  const rights = useLive(app.rights);
  const entries = useLive(app.outbox.entries);
  const tracked = useTracked(item, table);
  const targets = table.columns['regardingobjectid']?.targets ?? [];
  const candidates = useCandidates(targets, item, people);
  const [chosen, setChosen] = useState<Lookup | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [working, setWorking] = useState(false);
  const id = useId();
  const text = strings.message;

  const state: TrackingState = tracked
    ? trackingState(tracked.ref, tracked.row, entries, rights.userId)
    : 'notTracked';
  const stored = tracked?.row?.values['regardingobjectid'];
  const open = state === 'notTracked';
  const regarding = open ? chosen : isLookup(stored) ? stored : null;
  const allowed = may(rights, table, 'Create').allowed;

  const track = async () => {
    if (!tracked || working) return;
    setWorking(true);
    tell(null);
    setFailure(null);
    try {
      const body = await shell.mail.body('html').catch(() => null);
      if (body === null) {
        setFailure(text.bodyFailed);
        return;
      }
      const userAddress = shell.mail.userAddress();
      const { ref } = tracked;
      const change = trackEmail({ id: ref.id, item, body, userAddress, regarding, people }, table);
      await app.records.save([change]);
      tell(strings.form.saved);
    } catch (error) {
      setFailure(describeSaveError(error));
    } finally {
      setWorking(false);
    }
  };

  return (
    <section class="tracking">
      <div class="tracking-head">
        <h2 class="section-title">{text.trackingTitle}</h2>
        <div role="status" aria-label={text.tracking} class="tracking-state" data-state={state}>
          <Icon name={iconOf[state]} />
          {text.state[state]}
        </div>
      </div>
      <div class="field">
        <label class="field-label" htmlFor={`${id}-regarding`} id={`${id}-regarding-label`}>
          {text.regarding}
        </label>
        <LookupField
          key={`${item.messageId} ${String(open)}`}
          id={`${id}-regarding`}
          label={text.regarding}
          targets={targets}
          value={regarding}
          suggestions={candidates}
          disabled={!open || !allowed}
          onChange={setChosen}
        />
      </div>
      <div class="row">
        {open ? (
          <Button
            look="primary"
            icon="mail"
            disabled={!allowed || !tracked}
            describedBy={allowed ? undefined : `${id}-no`}
            onClick={() => {
              void track();
            }}
          >
            {text.track}
          </Button>
        ) : (
          tracked?.row && (
            <Button
              onClick={() => {
                nav.open({ kind: 'record', ref: tracked.ref });
              }}
            >
              {text.openTracked}
            </Button>
          )
        )}
        {state === 'failed' && <span class="muted">{text.seeOutbox}</span>}
      </div>
      {!allowed && (
        <p class="muted" id={`${id}-no`}>
          {text.mayNotTrack}
        </p>
      )}
      {failure !== null && (
        <MessageBar tone="error" announce>
          {failure}
        </MessageBar>
      )}
    </section>
  );
}
