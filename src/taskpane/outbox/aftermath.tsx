import { useId } from 'preact/hooks';
import { type Aftermath, type SystemJob, WATCHED_FOR } from '../../domain/aftermath';
import { strings } from '../strings';
import { useNow } from '../use-now';

const text = strings.outbox.aftermath;

const toneOf: Readonly<Partial<Record<SystemJob['status'], string>>> = {
  succeeded: 'tag-success',
  failed: 'tag-danger',
  canceled: 'tag-warning',
};

interface Props {
  readonly aftermath: Aftermath;
  /** When the change was sent: ISO 8601. */
  readonly sentAt: string;
}

/** What the server did after a change was sent: its processes, and what it told the user. */
export function AftermathOf({ aftermath: { jobs, notifications }, sentAt }: Props) {
  const id = useId();
  // That something cannot be known is said while it is looked for, and not for thirty days.
  const looking = useNow() - Date.parse(sentAt) <= WATCHED_FOR;
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
      {looking && jobs === null && <p class="muted">{text.jobsUnknown}</p>}
      {looking && notifications === null && <p class="muted">{text.notificationsUnknown}</p>}
    </>
  );
}
