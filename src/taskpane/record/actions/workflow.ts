import { runWorkflow } from '../../../domain/actions/workflow';
import { strings } from '../../strings';
import { asked, type RecordAction, type Subject } from './record-action';

const text = strings.actions;

/** The workflows that users may run on the record. */
const runnable = ({ processes, table }: Subject) =>
  processes.filter(({ onDemand, table: of }) => onDemand && of === table.name);

export const run: RecordAction = {
  label: text.label.executeWorkflow,
  needs: [],
  fits: (subject) => runnable(subject).length > 0,
  ask(subject) {
    const { table, id } = subject.row;
    const workflows = runnable(subject);
    const options = workflows.map(({ name }, value) => ({ value, label: name }));
    return {
      columns: [asked('workflow', text.params.workflow, 'choice', { required: true, options })],
      values: { workflow: workflows.length === 1 ? 0 : null },
      hint: text.workflowHint,
      changes({ workflow }) {
        const chosen = workflows[Number(workflow)];
        if (chosen === undefined) throw new TypeError('No workflow was chosen');
        const ref = { table: 'workflow', id: chosen.id, name: chosen.name };
        return [{ kind: 'action', ref: { table, id }, action: runWorkflow(ref) }];
      },
    };
  },
};
