import type { Aftermath, SystemJob } from '../../../src/domain/aftermath';
import { ines } from './fake-rows';

const job = (status: SystemJob['status'], name: string, message = ''): SystemJob => ({
  id: name,
  name,
  status,
  message,
  regarding: ines.id,
});

/** A process of every status with a notification. */
export const fakeAftermath: Aftermath = {
  jobs: [
    job('succeeded', 'Tell the service team'),
    job('failed', 'Announce', 'The queue ‘Urgent cases’ does not exist.'),
    job('waiting', 'Remind on the closing day'),
    job('running', 'Rate'),
    job('canceled', 'Loop'),
  ],
  notifications: [{ id: 'n', title: 'Inês was called', body: 'By Omar.', text: '' }],
};

/** Nothing of it may be read. */
export const unreadableAftermath: Aftermath = { jobs: null, notifications: null };
