import { isClosed } from './closed-email';
import { CrmFault, faults } from '../errors';
import { followed } from '../rights/follow';
import type { Organization } from '../organization';
import { rowOf, type Change, type RowRule } from './row-change';
import type { SqlRow } from '../storage/store';

/** The columns that hold a file in Base64, by table. */
const bodies: Readonly<Record<string, string>> = {
  activitymimeattachment: 'body',
  annotation: 'documentbody',
};

// Source: Microsoft's article on files in attachments and notes. The limit is one of the Base64 text.
const tooBig = (): CrmFault => new CrmFault(400, '0x80044a02', 'Attachment file size is too big.');
const blocked = (): CrmFault =>
  new CrmFault(
    400,
    '0x80043e09',
    'The attachment is either not a valid type or is too large. It cannot be uploaded or downloaded.',
  );

function checkFile({ organization, table, values }: Change, name: string): void {
  const settings = organization.store.get(
    'SELECT maxuploadfilesize, blockedattachments FROM organization',
  );
  const file = values.get('filename');
  const extension = typeof file === 'string' ? /\.([^.]+)$/.exec(file)?.[1]?.toLowerCase() : null;
  if (
    extension &&
    String(settings?.['blockedattachments'] ?? '')
      .split(';')
      .includes(extension)
  )
    throw blocked();
  if (!values.has(name)) return;
  const body = values.get(name) ?? null;
  if (typeof body === 'string') {
    if (body.length > Number(settings?.['maxuploadfilesize'])) throw tooBig();
    if (body.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(body))
      throw faults.payload(table.setName, `The value of '${name}' is not Base64.`);
  }
  values.set('filesize', typeof body === 'string' ? Buffer.byteLength(body, 'base64') : 0);
  if (table.columns.has('isdocument')) values.set('isdocument', body === null ? 0 : 1);
}

/** What an attachment belongs to can take files only while it is open. */
function checkOpen({ organization, table }: Change, row: SqlRow): void {
  const parent = followed(organization, table, row);
  if (parent && isClosed(parent.table, parent.row))
    throw faults.argument('Files cannot be added to an email that is completed or canceled.');
}

function countAttachments(organization: Organization, row: SqlRow): void {
  if (row['objectid:type'] !== 'email') return;
  organization.store.run(
    'UPDATE email SET attachmentcount = (SELECT count(*) FROM activitymimeattachment WHERE objectid = activityid), versionnumber = ? WHERE activityid = ?',
    [organization.nextVersion(), row['objectid'] ?? null],
  );
}

/** Files in attachments and notes: their size, what is not taken, and how many an e-mail has. */
export const filesInRows: RowRule = {
  applies: ({ name }) => name in bodies,
  before(change) {
    const { table, before, values } = change;
    checkFile(change, bodies[table.name] ?? '');
    if (table.follows && (!before || values.has('body'))) checkOpen(change, rowOf(change));
    if (!before) values.set('objecttypecode', values.get('objectid:type') ?? null);
  },
  after({ organization, table, before, values }) {
    if (table.follows && !before) countAttachments(organization, Object.fromEntries(values));
  },
  deleted({ organization, table, before }) {
    if (table.follows) countAttachments(organization, before);
  },
};
