import type { Action, ActionKind, Mark, SentAction, Witness } from '../action';
import { isLookup, type Value, type Values } from '../value';

/** The tables of the rows that a lead may become, the last made first: those refer to the others. */
export const qualifyTables = ['opportunity', 'contact', 'account'] as const;
type QualifyTable = (typeof qualifyTables)[number];

/** What a lead becomes: a new row of each of these tables. */
export type Becomes = Readonly<Record<QualifyTable, boolean>>;

const QUALIFIED = 1;

/**
 * Qualifies a lead: the CRM makes what it becomes, and closes it.
 * @param status an option of the status column.
 */
export const qualify = (becomes: Becomes, status: number): Action => ({
  name: 'qualifyLead',
  params: { ...becomes, status },
});

/** What tells that, besides its lookups. */
export const qualifyColumns = ['companyname'] as const;

/** What a lead is proposed to become, as it stands: a company only where it names one. */
export const usuallyBecomes = (lead: Values): Becomes => {
  const has = (column: string): boolean => (lead[column] ?? null) !== null;
  return {
    account: has('companyname') && !has('parentaccountid'),
    contact: !has('parentcontactid'),
    opportunity: true,
  };
};

const wanted = (params: Values): QualifyTable[] =>
  qualifyTables.filter((table) => params[table] === true);

/**
 * The rows that this user has made out of the lead, of one of the tables in which it makes some: they are made
 * together. Null: it makes none, or the user may read none of them.
 */
async function made(crm: Witness, { ref, params, user }: Omit<SentAction, 'mark'>): Promise<Mark> {
  for (const table of wanted(params)) {
    const ids = await crm.madeFrom({ lead: ref.id, table, user });
    if (ids !== null) return ids;
  }
  return null;
}

const isBy = (value: Value | undefined, user: string): boolean =>
  isLookup(value) && value.id === user;

/**
 * The CRM refuses to qualify a lead that is not open. Who has qualified it is told by the rows that were made out of it;
 * where there are none that the user may read, by who changed the lead last.
 */
export const qualifyLead: ActionKind = {
  needs: () => ['Write'],
  creates: wanted,
  spreads: true,
  fits: ({ name }, { values }) => name === 'lead' && values['statecode'] === 0,
  effects: ({ status = null }, { columns }) =>
    Object.fromEntries(
      Object.entries<Value>({ statecode: QUALIFIED, statuscode: status }).filter(
        ([name]) => name in columns,
      ),
    ),
  request: (ref, params, _table, allowDuplicates) => ({
    name: 'QualifyLead',
    on: ref,
    parameters: {
      CreateAccount: params['account'] === true,
      CreateContact: params['contact'] === true,
      CreateOpportunity: params['opportunity'] === true,
      Status: Number(params['status']),
      SuppressDuplicateDetection: allowDuplicates,
    },
  }),
  mark: made,
  async happened(crm, sent) {
    const { mark, row, user } = sent;
    const now = await made(crm, sent);
    if (now !== null && mark !== null) return now.some((id) => !mark.includes(id));
    if (row?.values['statecode'] !== QUALIFIED) return false;
    return isBy(row.values['modifiedby'], user) ? true : null;
  },
};
