import { may } from '../../domain/rights';
import type { Table } from '../../domain/table';
import { formSections } from '../form/form-columns';
import { usePane } from '../pane';
import { useLive } from '../use-live';

/** The tables in which the user may create rows, by label. */
export function useCreatable(): readonly Table[] {
  const { app } = usePane();
  const model = useLive(app.model);
  const rights = useLive(app.rights);
  return Object.values(model)
    .filter((table) => formSections(table, true).length > 0)
    .filter((table) => may(rights, table, 'Create').allowed)
    .sort((a, b) => a.label.localeCompare(b.label));
}
