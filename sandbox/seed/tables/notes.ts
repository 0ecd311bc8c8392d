import { integer, lookup, memo, text, yesNo } from '../columns';
import type { ColumnDefinition, TableDefinition } from '../definition';

const readOnly = { create: false, update: false } as const;

/** A file as Base64 in a column of its own kind of row, with what is known about it. */
const file = (body: string, label: string): ColumnDefinition[] => [
  text('filename', 'File Name', 255),
  text('mimetype', 'MIME Type', 256),
  integer('filesize', 'File Size (Bytes)', 0, 1_000_000_000, readOnly),
  memo(body, label, 1_073_741_823, { filterable: false }),
];

/** Files of e-mails and notes on anything. Source: Microsoft's table reference. */
export const noteTables: readonly TableDefinition[] = [
  {
    name: 'annotation',
    label: 'Note',
    schemaName: 'Annotation',
    privileges: 'Note',
    objectTypeCode: 5,
    primaryName: 'subject',
    hasActivities: false,
    hasNotes: false,
    stateless: true,
    offline: true,
    columns: [
      text('subject', 'Title', 500),
      memo('notetext', 'Description', 100_000),
      lookup('objectid', 'Regarding', [], {
        targetsOf: 'hasNotes',
        collection: '{Name}_Annotation',
        onDelete: 'Cascade',
        cascade: 'Cascade',
      }),
      { name: 'objecttypecode', label: 'Object Type', type: 'entityname', update: false },
      yesNo('isdocument', 'Is Document'),
      ...file('documentbody', 'Document'),
    ],
  },
  {
    name: 'activitymimeattachment',
    label: 'Attachment',
    schemaName: 'ActivityMimeAttachment',
    objectTypeCode: 1001,
    primaryName: 'filename',
    ownership: 'none',
    follows: 'objectid',
    columns: [
      lookup('objectid', 'Item', ['email', 'appointment'], {
        required: 'SystemRequired',
        update: false,
        onDelete: 'Cascade',
        relationship: {
          email: 'activity_pointer_activity_mime_attachment',
          appointment: 'appointment_activity_mime_attachment',
        },
      }),
      { name: 'objecttypecode', label: 'Entity', type: 'entityname', update: false },
      integer('attachmentnumber', 'Attachment Number', 0, 1_000_000_000),
      text('subject', 'Subject', 2000),
      ...file('body', 'Body'),
    ],
  },
];
