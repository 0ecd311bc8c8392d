import { may } from '../../domain/rights';
import type { Table } from '../../domain/table';
import { usePane } from '../pane';
import { useLive } from '../use-live';

/** The tables that the user may read, by name. */
export function useReadable(): readonly Table[] {
  const { app } = usePane();
  const model = useLive(app.model);
  const rights = useLive(app.rights);
  return Object.values(model)
    .filter((table) => may(rights, table, 'Read').allowed)
    .sort((a, b) => a.pluralLabel.localeCompare(b.pluralLabel));
}
