import { useState } from 'preact/hooks';
import type { LocalRow } from '../../../domain/row';
import type { Table } from '../../../domain/table';
import { usePane } from '../../pane';
import { whyNot } from '../../permission';
import { strings } from '../../strings';
import { Menu } from '../../ui/menu';
import { useLazy } from '../../use-lazy';
import { useLive } from '../../use-live';
import type { ActionDialogProps } from './action-dialog';
import { recordActions } from './all';

function Question(props: ActionDialogProps) {
  const part = useLazy(() => import('./action-dialog'));
  return part && <part.ActionDialog {...props} />;
}

/** The menu with what else can be done with a record: nothing where nothing fits. What the user may not says why. */
export function MoreActions({ table, row }: { readonly table: Table; readonly row: LocalRow }) {
  const { app } = usePane();
  const model = useLive(app.model);
  const rights = useLive(app.rights);
  const processes = useLive(app.processes) ?? [];
  const colleagues = useLive(app.colleagues);
  const [label, setLabel] = useState<string | null>(null);
  const subject = { table, row, processes, colleagues, model, rights };
  const offered = recordActions.filter(({ fits }) => fits(subject));
  const asking = recordActions.find((action) => action.label === label);
  if (offered.length === 0 && asking === undefined) return null;
  return (
    <>
      <Menu
        icon="chevronDown"
        items={offered.map(({ label: value, needs, why }) => ({
          value,
          label: value,
          why: whyNot(rights, table, needs, row) ?? why?.(subject) ?? null,
        }))}
        onChoose={setLabel}
      >
        {strings.actions.more}
      </Menu>
      {asking && (
        <Question
          action={asking}
          subject={subject}
          onClose={() => {
            setLabel(null);
          }}
        />
      )}
    </>
  );
}
