import { CrmError } from '../../../src/domain/crm-error';
import type { RemoteRecords } from '../../../src/domain/remote-records';
import { nameOf, sameRow, type LocalRow } from '../../../src/domain/row';
import type { Model } from '../../../src/domain/table';
import { contoso, guid, omar } from './fake-rows';

/**
 * `silent`: a search gets no answer; `busy`: the CRM asks to wait; `many`: it has more than it gives; `slow`: a record
 * does not come; `breaks`: it cannot be read.
 */
export type FakeRemote = 'silent' | 'busy' | 'many' | 'slow' | 'breaks';

const row = (table: string, n: number, values: LocalRow['values']): LocalRow => ({
  table,
  id: guid(n),
  etag: 'W/"1"',
  values: { ownerid: omar, ...values },
  pending: 0,
  deleted: false,
});

/** Rows of a colleague, which this computer does not keep. */
const colleagues: readonly LocalRow[] = [
  row('account', 2001, { name: 'Contoso Logistics and Warehousing', address1_city: 'Porto' }),
  row('contact', 2002, {
    fullname: 'Jorge Contoso',
    firstname: 'Jorge',
    lastname: 'Contoso',
    parentcustomerid: contoso,
  }),
];

const failed = (status: number): CrmError =>
  new CrmError({ kind: 'answered', status, code: '', message: '', retryAfterMs: null });

/** What the CRM has beyond the fake rows. @param keep brings a row on board. */
export function fakeRemote(
  model: Model,
  how: FakeRemote | undefined,
  keep: (row: LocalRow) => void,
): RemoteRecords {
  return {
    search({ text, tables }) {
      if (how === 'silent') return new Promise(() => undefined);
      if (how === 'busy') return Promise.reject(failed(429));
      const items = colleagues
        .filter(({ table }) => tables?.includes(table) ?? true)
        .map(({ table, id, values }) => ({
          table,
          id,
          name: nameOf(model[table]!, values),
          detail: String(values['address1_city'] ?? ''),
          pending: false,
        }))
        .filter(({ name }) => name.toLowerCase().includes(text.toLowerCase()));
      return Promise.resolve({ items, more: how === 'many' });
    },
    visit(ref) {
      if (how === 'slow') return new Promise(() => undefined);
      if (how === 'breaks') return Promise.reject(failed(503));
      const found = colleagues.find((one) => sameRow(one, ref));
      if (found) keep(found);
      return Promise.resolve(found !== undefined);
    },
  };
}
