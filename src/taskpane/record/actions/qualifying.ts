import {
  qualify,
  qualifyTables,
  usuallyBecomes,
  type Becomes,
} from '../../../domain/actions/qualifying';
import { actions } from '../../../domain/actions/registry';
import { tableLabel } from '../../names';
import { whyNot } from '../../permission';
import { strings } from '../../strings';
import { statusesOf } from './closing';
import { asked, type RecordAction } from './record-action';

const text = strings.actions;

/** As people think of it: the company first. */
const inOrder = [...qualifyTables].reverse();

export const qualifyLead: RecordAction = {
  label: text.label.qualifyLead,
  needs: ['Write'],
  fits: ({ table, row }) => actions.qualifyLead.fits(table, row),
  ask({ table, row, model, rights }) {
    const { ofState, usual } = statusesOf(table, 1);
    const refused = Object.fromEntries(
      inOrder.flatMap((name) => {
        const made = model[name];
        const why = made === undefined ? null : whyNot(rights, made, 'Create');
        return why === null ? [] : [[name, why]];
      }),
    );
    const becomes = usuallyBecomes(row.values);
    const may = (given: Readonly<Record<string, unknown>>): Becomes =>
      Object.fromEntries(
        qualifyTables.map((name) => [name, given[name] === true && !(name in refused)]),
      ) as unknown as Becomes;
    const status = asked('status', text.status, 'choice', { options: ofState, required: true });
    return {
      columns: [
        ...inOrder.map((name) =>
          asked(name, strings.outbox.kind.create(tableLabel(model, name)), 'boolean'),
        ),
        ...(ofState.length > 1 ? [status] : []),
      ],
      values: { ...may(becomes), status: usual },
      refused,
      hint: text.qualifyHint,
      changes: (given) => [
        {
          kind: 'action',
          ref: { table: row.table, id: row.id },
          action: qualify(may(given), Number(given['status'])),
        },
      ],
    };
  },
};
