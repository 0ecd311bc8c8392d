import { useId, useState } from 'preact/hooks';
import type { RowRef } from '../../domain/row';
import { download } from '../download';
import { usePane } from '../pane';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { MessageBar } from '../ui/message-bar';
import { useWhyOffline } from '../use-online-only';

const text = strings.attachments;

/** What nothing runs: other people have made the file, and a page of theirs must not become one of Carryon's. */
const TYPE = 'application/octet-stream';

/** Letters that make a name look like another one: those that turn the direction of writing, and unseen ones. */
const misleading = /[\p{Cc}\p{Cf}/\\]/gu;

interface Props {
  readonly of: RowRef;
  readonly name: string;
  /** The file is on this computer. */
  readonly here: boolean;
}

/** Saves the file of a record, from this computer or else from the CRM. */
export function SaveAttachment({ of, name, here }: Props) {
  const { app, tell } = usePane();
  const [problem, setProblem] = useState<'none' | 'failed' | null>(null);
  const [busy, setBusy] = useState(false);
  const offline = useWhyOffline('attachment');
  const id = useId();
  const why = here ? null : offline;
  const save = async () => {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    try {
      const contents = await app.attachments.read(of);
      if (contents === null) setProblem('none');
      else {
        download(new Blob([contents], { type: TYPE }), name.replace(misleading, '_'));
        tell(text.saved(name));
      }
    } catch {
      setProblem('failed');
    } finally {
      setBusy(false);
    }
  };
  return (
    <div class="stack">
      {why !== null && (
        <p class="muted" id={id}>
          {why}
        </p>
      )}
      <div class="row">
        <Button
          icon="data"
          label={strings.outbox.of(text.save, name)}
          disabled={why !== null}
          describedBy={why === null ? undefined : id}
          onClick={() => {
            void save();
          }}
        >
          {text.save}
        </Button>
      </div>
      {busy && !here && <p role="status">{text.getting}</p>}
      {problem !== null && (
        <MessageBar tone="error" announce>
          {text[problem]}
        </MessageBar>
      )}
    </div>
  );
}
