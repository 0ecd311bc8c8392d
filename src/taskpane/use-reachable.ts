import { usePane } from './pane';
import { useLive } from './use-live';

/** Whether it makes sense to ask the CRM: a doubt about the connection is no reason not to, or to ask again. */
export function useReachable(): boolean {
  const { app } = usePane();
  const state = useLive(app.connection.state);
  return state === 'online' || state === 'connecting';
}
