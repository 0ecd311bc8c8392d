import { usePane } from '../pane';
import { strings } from '../strings';
import { useLive } from '../use-live';

/** Whether the first copy is being made; a later refresh is no news, since everything is there already. */
export function useCopying(): boolean {
  const { app } = usePane();
  const { phase } = useLive(app.copy.progress);
  return useLive(app.copy.lastAt) === null && phase === 'running';
}

/** While the records are being downloaded: how far, and that one can work meanwhile. */
export function CopyNote() {
  const { app } = usePane();
  const progress = useLive(app.copy.progress);
  const copying = useCopying();
  if (!copying) return null;
  return (
    <div class="copy-note">
      <p class="muted">
        {progress.hold?.by === 'network' ? strings.list.copyWaits : strings.list.copying}{' '}
        <span class="nowrap">{strings.list.copied(progress.rows, progress.total)}</span>
      </p>
      <progress
        aria-hidden="true"
        max={progress.total ?? 1}
        {...(progress.total === null ? {} : { value: progress.rows })}
      />
    </div>
  );
}
