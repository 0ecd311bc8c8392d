import { may } from '../../domain/rights';
import type { Table } from '../../domain/table';
import { formSections } from '../form/form-columns';
import { usePane } from '../pane';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
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

/** "New": of what? */
export function ChooseTable({ onClose }: { readonly onClose: () => void }) {
  const { nav } = usePane();
  const tables = useCreatable();
  return (
    <Dialog
      title={strings.list.createWhat}
      onClose={onClose}
      actions={<Button onClick={onClose}>{strings.cancel}</Button>}
    >
      <div class="dialog-choices" data-first>
        {tables.map((table) => (
          <Button
            key={table.name}
            look="subtle"
            onClick={() => {
              onClose();
              nav.open({ kind: 'form', table: table.name, id: null, values: {} });
            }}
          >
            {table.label}
          </Button>
        ))}
      </div>
    </Dialog>
  );
}
