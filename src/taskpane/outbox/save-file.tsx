import { useState } from 'preact/hooks';
import { download } from '../download';
import { usePane } from '../pane';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { MessageBar } from '../ui/message-bar';
import { copyPage } from './hand-over';
import type { Way } from './explain';

const text = strings.file;

/** What became of the file: handed to the browser, which does not tell whether it was allowed to keep it. */
type Saved =
  | { readonly kind: 'none' | 'failed' | 'copyFailed' }
  | { readonly kind: 'saved'; readonly page: string };

/** Makes a file of the outbox, for a person to read or for support. */
export function useFile() {
  const { app } = usePane();
  const [saved, setSaved] = useState<Saved>({ kind: 'none' });
  const make = async (): Promise<string> => {
    const [content, { outboxFile }] = await Promise.all([
      app.outbox.content(),
      import('./outbox-file'),
    ]);
    const connection = app.connection.state.get();
    const way: Way = app.outbox.paused.get() ? 'paused' : connection;
    const { userName, crmUrl } = app;
    return outboxFile(content, { model: app.model.get(), way, userName, crmUrl, now: Date.now() });
  };
  const save = () => {
    make().then(
      (page) => {
        const file = new Blob([page], { type: 'text/html' });
        download(file, text.name(new Date().toISOString().slice(0, 10)));
        setSaved({ kind: 'saved', page });
      },
      () => {
        setSaved({ kind: 'failed' });
      },
    );
  };
  return { saved, setSaved, save };
}

export const SaveFileButton = ({ save }: ReturnType<typeof useFile>) => (
  <Button icon="data" onClick={save}>
    {text.save}
  </Button>
);

/** What to do where no file arrives. */
export function SavedFile({ saved, setSaved }: ReturnType<typeof useFile>) {
  const { tell } = usePane();
  if (saved.kind === 'none') return null;
  if (saved.kind !== 'saved')
    return (
      <MessageBar tone="error" announce>
        {saved.kind === 'failed' ? text.failed : text.copyFailed}
      </MessageBar>
    );
  const copy = () => {
    copyPage(saved.page).then(
      () => {
        setSaved({ kind: 'none' });
        tell(text.copied);
      },
      () => {
        setSaved({ kind: 'copyFailed' });
      },
    );
  };
  return (
    <MessageBar tone="info" announce action={<Button onClick={copy}>{text.copy}</Button>}>
      {text.saved}
    </MessageBar>
  );
}
