import type { LeftBehind } from '../../domain/carryon';
import { usePane } from '../pane';
import { strings } from '../strings';
import { useLive } from '../use-live';

const text = strings.banner.leftBehind;

function describe({ userName, crmUrl, sameOrganization, count }: LeftBehind, here: string): string {
  if (sameOrganization) return text.forUser(count, userName);
  return crmUrl === here
    ? text.replaced(count, userName)
    : text.forCrm(count, userName, new URL(crmUrl).host);
}

/** Whose changes wait on this computer without being sent, and what has to be done. */
export function LeftBehindText() {
  const { app } = usePane();
  return (
    <>
      {useLive(app.leftBehind).map((one) => (
        <p key={`${one.crmUrl} ${one.userName}`}>{describe(one, app.crmUrl)}</p>
      ))}
    </>
  );
}
