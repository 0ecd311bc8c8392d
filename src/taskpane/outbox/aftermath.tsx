import { useId } from 'preact/hooks';
import type { SystemJob } from '../../domain/aftermath';
import { usePane } from '../pane';
import { strings } from '../strings';
import { useLive } from '../use-live';

const text = strings.outbox.aftermath;

const toneOf: Readonly<Partial<Record<SystemJob['status'], string>>> = {
  succeeded: 'tag-success',
  failed: 'tag-danger',
  canceled: 'tag-warning',
};

/** What the server did after a change was sent: its processes, and what it told the user. */
export function AftermathOf({ receiptId }: { readonly receiptId: string }) {
  const { app } = usePane();
  const id = useId();
  const aftermath = useLive(app.aftermaths).get(receiptId);
  if (!aftermath) return null;
  const { jobs, notifications } = aftermath;
  return (
    <>
      {jobs && jobs.length > 0 && (
        <div>
          <p class="muted" id={`${id}-jobs`}>
            {text.jobs}
          </p>
          <ul class="aftermath" aria-labelledby={`${id}-jobs`}>
            {jobs.map(({ id: job, name, status, message }) => (
              <li key={job}>
                <span class={`tag ${toneOf[status] ?? ''}`}>{text.status[status]}</span>{' '}
                <bdi>{name}</bdi>
                {message !== '' && <p class="muted">{strings.outbox.serverSays(message)}</p>}
              </li>
            ))}
          </ul>
        </div>
      )}
      {notifications && notifications.length > 0 && (
        <div>
          <p class="muted" id={`${id}-told`}>
            {text.notifications}
          </p>
          <ul class="aftermath" aria-labelledby={`${id}-told`}>
            {notifications.map(({ id: told, title, body }) => (
              <li key={told}>
                <bdi>{title}</bdi>
                {body !== '' && (
                  <p class="muted" dir="auto">
                    {body}
                  </p>
                )}
              </li>
            ))}
          </ul>
        </div>
      )}
      {jobs === null && <p class="muted">{text.jobsUnknown}</p>}
      {notifications === null && <p class="muted">{text.notificationsUnknown}</p>}
    </>
  );
}
