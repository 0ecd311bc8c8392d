import type { Action, ActionName } from '../../../domain/action';
import { closeOpportunity, type Outcome, resolveCase } from '../../../domain/actions/closing';
import { actions } from '../../../domain/actions/registry';
import type { Table } from '../../../domain/table';
import type { Value, Values } from '../../../domain/value';
import { columnOfType } from '../../names';
import { strings } from '../../strings';
import { asked, type RecordAction } from './record-action';

const text = strings.actions;

const textOf = (value: Value | undefined): string => (typeof value === 'string' ? value : '');

/** The statuses of a state, and the one that a row gets by itself. */
export function statusesOf(table: Table, state: number) {
  const options = columnOfType(table, 'status')?.options ?? [];
  const ofState = options.filter((option) => option.state === state);
  const usual = columnOfType(table, 'state')?.options?.find(({ value }) => value === state);
  return { ofState, usual: usual?.defaultStatus ?? ofState[0]?.value ?? -1 };
}

const today = (): string => new Date().toLocaleDateString('sv');

/** An action that closes a record. @param more what else it asks, and starts with. */
const closing = (
  name: ActionName,
  state: number,
  more: (
    table: Table,
    values: Values,
  ) => Pick<ReturnType<RecordAction['ask']>, 'columns' | 'values'>,
  action: (outcome: Outcome, given: Values) => Action,
): RecordAction => ({
  label: text.label[name],
  needs: ['Write'],
  fits: ({ table, row }) => actions[name].fits(table, row),
  ask({ table, row }) {
    const { ofState, usual } = statusesOf(table, state);
    const besides = more(table, row.values);
    const options = { options: ofState, required: true };
    return {
      columns: [
        ...(ofState.length > 1 ? [asked('status', text.status, 'choice', options)] : []),
        ...besides.columns,
        asked('subject', text.params.subject, 'text', { required: true, maxLength: 200 }),
        asked('description', text.params.description, 'memo'),
      ],
      values: { status: usual, subject: text.label[name], ...besides.values },
      changes: (given) => [
        {
          kind: 'action',
          ref: { table: row.table, id: row.id },
          action: action(
            {
              id: crypto.randomUUID(),
              subject: textOf(given['subject']),
              description: textOf(given['description']),
              status: Number(given['status']),
            },
            given,
          ),
        },
      ],
    };
  },
});

const opportunity = (name: 'winOpportunity' | 'loseOpportunity', state: number): RecordAction =>
  closing(
    name,
    state,
    ({ columns }, { estimatedvalue = null }) => {
      const revenue = columns['actualvalue'] ?? asked('', text.revenue, 'money', { precision: 2 });
      const won = name === 'winOpportunity';
      return {
        columns: [
          { ...revenue, name: 'revenue', required: false },
          asked('closedOn', text.closedOn, 'date', { dateBehavior: 'DateOnly', required: true }),
        ],
        values: { revenue: won ? estimatedvalue : null, closedOn: today() },
      };
    },
    (outcome, given) =>
      closeOpportunity(name, {
        ...outcome,
        revenue: textOf(given['revenue']) || null,
        closedOn: textOf(given['closedOn']),
        competitor: null,
      }),
  );

export const win = opportunity('winOpportunity', 1);
export const lose = opportunity('loseOpportunity', 2);
export const resolve = closing(
  'closeIncident',
  1,
  () => ({ columns: [], values: {} }),
  resolveCase,
);
