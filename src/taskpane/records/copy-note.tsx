import { usePane } from '../pane';
import { strings } from '../strings';
import { useLive } from '../use-live';

/** While the records are being downloaded: how far, and that one can work meanwhile. */
export function CopyNote() {
  const { app } = usePane();
  const progress = useLive(app.copy.progress);
  const lastAt = useLive(app.copy.lastAt);
  // A later refresh is no news: everything is there already.
  if (progress.phase !== 'running' || lastAt !== null) return null;
  return (
    <div class="copy-note">
      <p class="muted">
        {strings.list.copying}{' '}
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
