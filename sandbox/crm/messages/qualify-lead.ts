import { createDeep } from '../write/deep-insert';
import { faults } from '../errors';
import type { Answer } from '../exchange';
import { commitAll, type Written } from '../storage/journal';
import { mappedValues } from './mapped-values';
import { boundTo, type Call, type Message } from './message';
import { readPayload } from '../write/payload';
import { wireValue } from '../query/row-json';
import { existing, readable } from '../write/row-requests';
import { updateRow } from '../write/write-rows';

type Body = Record<string, unknown>;

/** Makes the rows that a lead turns into, and closes it. */
function qualify(call: Call): Answer {
  const { exchange, given } = call;
  const { organization, root } = exchange;
  const { table: lead, id } = boundTo(call);
  const row = existing(exchange, lead, id);
  const seen = readable(exchange, lead, id);
  if (row['statecode'] !== 0) throw faults.argument(`The lead with Id ${id} is not open.`);
  const suppress = given.value('SuppressDuplicateDetection');
  const actor = {
    ...exchange,
    refusesDuplicates: suppress === null ? exchange.refusesDuplicates : suppress === false,
  };
  const written: Written[] = [];
  const made: Body[] = [];

  /** Makes a row with the lead's values and these; answers its address. */
  const make = (name: string, more: Body): string => {
    const table = organization.table(name);
    const taken = mappedValues(lead, seen, table, ({ create }) => create);
    const values = [...taken].map(([each, value]): [string, unknown] => {
      const column = table.columns.get(each);
      return [each, column ? wireValue(column, value) : value];
    });
    const rowId = organization.nextId();
    const body = { ...Object.fromEntries(values), ...more };
    written.push(...createDeep(actor, table, rowId, readPayload(exchange, table, body, true)));
    made.push({ '@odata.type': `#Microsoft.Dynamics.CRM.${name}`, [table.primaryId]: rowId });
    return `${table.setName}(${rowId})`;
  };

  commitAll(exchange, () => {
    const company = seen['companyname'] ?? seen['fullname'] ?? seen['subject'];
    const origin = { 'originatingleadid@odata.bind': `${lead.setName}(${id})` };
    const account = given.flag('CreateAccount')
      ? make('account', { name: company, ...origin })
      : null;
    const contact = given.flag('CreateContact')
      ? make('contact', {
          ...origin,
          ...(account !== null && { 'parentcustomerid_account@odata.bind': account }),
        })
      : null;
    if (given.flag('CreateOpportunity'))
      make('opportunity', {
        name: seen['subject'] ?? company,
        ...origin,
        ...(account !== null && {
          'parentaccountid@odata.bind': account,
          'customerid_account@odata.bind': account,
        }),
        ...(contact !== null && { 'parentcontactid@odata.bind': contact }),
        ...(account === null && contact !== null && { 'customerid_contact@odata.bind': contact }),
      });
    const status = Number(given.value('Status'));
    const changes = { statecode: 1, ...(status === -1 ? {} : { statuscode: status }) };
    updateRow(actor, lead, row, readPayload(exchange, lead, changes, false));
    return [...written, { table: lead.name, id, changes }];
  });
  return {
    status: 200,
    json: {
      '@odata.context': `${root}$metadata#Collection(Microsoft.Dynamics.CRM.crmbaseentity)`,
      value: made,
    },
  };
}

export const qualifyLead: Message = {
  name: 'QualifyLead',
  kind: 'action',
  on: { table: 'lead' },
  parameters: [
    ...['CreateAccount', 'CreateContact', 'CreateOpportunity'].map((name) => ({
      name,
      type: 'Edm.Boolean',
    })),
    { name: 'Status', type: 'Edm.Int32' },
    { name: 'SuppressDuplicateDetection', type: 'Edm.Boolean', optional: true },
  ],
  answers: 'Collection(mscrm.crmbaseentity)',
  run: qualify,
};
