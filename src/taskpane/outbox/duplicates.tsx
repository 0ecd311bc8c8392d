import { useState } from 'preact/hooks';
import { shownName } from '../names';
import { usePane } from '../pane';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { useLazy } from '../use-lazy';
import { useLive } from '../use-live';
import type { Props } from './matches';

const text = strings.duplicates;

/** What a held change may be a duplicate of, beside it, on demand: looking costs a request, and few need it. */
export function DuplicatesOf(props: Props) {
  const { app } = usePane();
  const model = useLive(app.model);
  const [open, setOpen] = useState(false);
  const part = useLazy(() => import('./matches'));
  const { entry, describedBy } = props;
  return (
    <div class="duplicates">
      <div class="row entry-actions">
        <Button
          icon="search"
          expanded={open}
          describedBy={describedBy}
          label={strings.outbox.of(text.compare, shownName(model, entry.ref.table, entry.name))}
          onClick={() => {
            setOpen(!open);
          }}
        >
          {text.compare}
        </Button>
      </div>
      {open && part && <part.Matches {...props} />}
    </div>
  );
}
