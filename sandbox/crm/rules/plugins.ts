import { CrmFault } from '../errors';
import type { Change, RowRule } from './row-change';

/** A synchronous plug-in step of the organisation's own. */
interface Plugin {
  readonly table: string;
  /** It runs where one of these is written. */
  readonly columns: readonly string[];
  /** Changes the values, or refuses. */
  run(change: Change): void;
}

/** A plug-in's refusal, in its author's words. */
const refusal = (message: string): CrmFault => new CrmFault(400, '0x80040265', message);

const registered: readonly Plugin[] = [
  {
    table: 'opportunity',
    columns: ['budgetamount'],
    run({ values }) {
      if (Number(values.get('budgetamount') ?? 0) < 0)
        throw refusal(
          'A budget cannot be negative. Please enter the amount the customer can spend, or leave it empty.',
        );
    },
  },
  {
    table: 'lead',
    columns: ['websiteurl'],
    run({ values }) {
      const address = values.get('websiteurl');
      if (typeof address === 'string' && !/^\w+:/.test(address))
        values.set('websiteurl', `https://${address}`.slice(0, 200));
    },
  },
];

export const plugins: RowRule = {
  applies: (table) => registered.some((plugin) => plugin.table === table.name),
  before(change) {
    for (const plugin of registered)
      if (
        plugin.table === change.table.name &&
        plugin.columns.some((column) => change.values.has(column))
      )
        plugin.run(change);
  },
};
