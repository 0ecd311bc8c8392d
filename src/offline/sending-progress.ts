import type { OutboxEntry } from '../domain/entry';
import { type Live, liveCell } from '../domain/live';
import type { SendingProgress } from '../domain/status';
import type { PlaybackStatus } from './playback/player';

const goes = ({ state }: OutboxEntry): boolean =>
  state === 'pending' || state === 'sending' || state === 'uncertain';

/**
 * How many of the changes that could go when a run began have left, as the list of the line is read anew after each
 * batch. Also for a pane in which another one sends: its changes show as being sent.
 */
export function sendingProgress(
  entries: Live<readonly OutboxEntry[]>,
  playback: Live<PlaybackStatus>,
): Live<SendingProgress | null> {
  const cell = liveCell<SendingProgress | null>(null);
  let begun = new Set<string>();
  const update = (): void => {
    const line = entries.get();
    const isSending = playback.get().running || line.some(({ state }) => state === 'sending');
    if (!isSending) {
      begun = new Set();
      cell.set(null);
      return;
    }
    const left = line.filter(goes);
    for (const { id } of left) begun.add(id);
    const next = { done: begun.size - left.length, total: begun.size };
    const last = cell.get();
    if (last?.done === next.done && last.total === next.total) return;
    cell.set(next.total > 1 ? next : null);
  };
  entries.subscribe(update);
  playback.subscribe(update);
  return cell;
}
