import { usePane } from '../pane';
import { strings } from '../strings';

/** To Carryon's own window. A link rather than a script: Outlook lets a link open the browser. */
export function OwnWindow() {
  const { shell } = usePane();
  return (
    <a class="button" href={shell.ownWindow.url} target="_blank" rel="noopener">
      {strings.readiness.button.ownWindow}
    </a>
  );
}
