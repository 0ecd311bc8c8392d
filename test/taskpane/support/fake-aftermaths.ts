import type { Aftermaths, SystemJob } from '../../../src/domain/aftermath';
import { contoso } from './fake-rows';
import { fakeReceipts } from './fake-entries';

const job = (status: SystemJob['status'], name: string, message = ''): SystemJob => ({
  id: name,
  name,
  status,
  message,
  regarding: contoso.id,
});

/** A process of every status with a notification, after one change; nothing that may be read, after another. */
export function fakeAftermaths(): Aftermaths {
  const [first, second] = fakeReceipts();
  const notification = { id: 'n', title: 'Contoso was called', body: 'By Omar.', text: '' };
  return new Map([
    [
      first?.id ?? '',
      {
        jobs: [
          job('succeeded', 'Tell the service team'),
          job('failed', 'Announce', 'The queue ‘Urgent cases’ does not exist.'),
          job('waiting', 'Remind on the closing day'),
          job('running', 'Rate'),
          job('canceled', 'Loop'),
        ],
        notifications: [notification],
      },
    ],
    [second?.id ?? '', { jobs: null, notifications: null }],
  ]);
}
