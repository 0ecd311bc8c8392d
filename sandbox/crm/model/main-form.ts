import { guid } from '../../seed/guid';
import { formXml } from './form-xml';
import type { Table } from './model';
import type { Organization } from '../organization';

/** Keeps the table's main form as a row of systemform, instead of one that was there. */
export function keepMainForm(organization: Organization, table: Table): void {
  const { store } = organization;
  const now = organization.timestamp();
  store.run('DELETE FROM systemform WHERE objecttypecode = ?', [table.name]);
  store.run(
    'INSERT INTO systemform (formid, name, objecttypecode, type, formactivationstate, isdefault, formxml, createdon, modifiedon, versionnumber) VALUES (?, ?, ?, 2, 1, 1, ?, ?, ?, ?)',
    [
      guid('form', table.name),
      table.label,
      table.name,
      formXml(table),
      now,
      now,
      organization.nextVersion(),
    ],
  );
}
