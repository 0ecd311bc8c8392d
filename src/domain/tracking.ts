import type { Change } from './change';
import type { MailAddress, MailItem } from './mail';
import type { ListItem } from './record-store';
import type { Column, Model, Table } from './table';
import type { Lookup, Party, Value, Values } from './value';

/** The table of e-mails in the CRM; null where the organisation does not give it to this user. */
export const emailTable = (model: Model): Table | null => model['email'] ?? null;

/** Dataverse's participationtypemask. */
const role = { from: 1, to: 2, cc: 3, bcc: 4 } as const;

/**
 * The id of the CRM row of a message: the same on every computer, so that tracking twice makes one row.
 * A name-based UUID (version 5, RFC 9562) of the Message-ID, with the organisation's id as name space.
 * @param organizationId a GUID
 * @param messageId Internet Message-ID; not empty
 */
export async function emailId(organizationId: string, messageId: string): Promise<string> {
  const space = (organizationId.replaceAll('-', '').match(/../g) ?? []).map((hex) =>
    parseInt(hex, 16),
  );
  const name = new TextEncoder().encode(messageId.trim());
  const hash = new Uint8Array(
    await crypto.subtle.digest('SHA-1', new Uint8Array([...space, ...name])),
  ).slice(0, 16);
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}

/** Lower-case address to the rows that have it. */
export type People = ReadonlyMap<string, readonly ListItem[]>;

const rowsOf = (people: People, address: string): readonly ListItem[] =>
  people.get(address.trim().toLowerCase()) ?? [];

/** Everybody on an item, the sender first, each address once. */
export function participants(item: MailItem): readonly MailAddress[] {
  const seen = new Set<string>();
  return [...(item.from ? [item.from] : []), ...item.to, ...item.cc, ...item.bcc].filter(
    ({ address }) => {
      const key = address.trim().toLowerCase();
      if (key === '' || seen.has(key)) return false;
      seen.add(key);
      return true;
    },
  );
}

/** The addresses of everybody on an item but the user, in lower case. @param own the user's own */
export function otherAddresses(item: MailItem, own: string): readonly string[] {
  const user = own.trim().toLowerCase();
  return participants(item)
    .map(({ address }) => address.trim().toLowerCase())
    .filter((address) => address !== user);
}

/** An address that several rows have names none of them: the CRM would file the mail under a guess. */
function partyOf(role: number, who: MailAddress, people: People, column: Column): Party {
  const rows = rowsOf(people, who.address).filter(
    ({ table }) => !column.targets || column.targets.includes(table),
  );
  const [row] = rows;
  const ref: Lookup | null =
    row && rows.length === 1 ? { table: row.table, id: row.id, name: row.name } : null;
  return { role, ref, address: who.address.trim() };
}

export interface Tracked {
  /** From {@link emailId}. */
  readonly id: string;
  readonly item: MailItem;
  /** HTML. */
  readonly body: string;
  /** The mailbox's own address: a message from it is outgoing. */
  readonly userAddress: string;
  readonly regarding: Lookup | null;
  readonly people: People;
}

/** The change that files a message in the CRM: one create, so that it can be played back safely. */
export function trackEmail(tracked: Tracked, table: Table): Change {
  const { id, item, body, userAddress, regarding, people } = tracked;
  const wanted: Record<string, (column: Column) => Value> = {
    subject: (column) => item.subject.slice(0, column.maxLength) || null,
    description: () => body || null,
    directioncode: () => item.from?.address.toLowerCase() === userAddress.trim().toLowerCase(),
    messageid: () => item.messageId,
    regardingobjectid: () => regarding,
    email_activity_parties: (column) => {
      const of = (kind: number, list: readonly MailAddress[]) =>
        list
          .filter(({ address }) => address.trim() !== '')
          .map((who) => partyOf(kind, who, people, column));
      return [
        ...of(role.from, item.from ? [item.from] : []),
        ...of(role.to, item.to),
        ...of(role.cc, item.cc),
        ...of(role.bcc, item.bcc),
      ];
    },
  };
  const values: Record<string, Value> = {};
  for (const [name, value] of Object.entries(wanted)) {
    const column = table.columns[name];
    if (column?.canCreate) values[name] = value(column);
  }
  return { kind: 'create', ref: { table: table.name, id }, values };
}

/** A new person for an address that nobody in the CRM has; null where the model has no table for one. */
export function newPerson(
  model: Model,
  who: MailAddress,
): { readonly table: Table; readonly values: Values } | null {
  const table = model['contact'];
  if (!table) return null;
  const name = who.name.trim() === who.address.trim() ? '' : who.name.trim();
  const swapped = /^([^,]+),\s*(.+)$/.exec(name);
  const words = (swapped ? `${swapped[2]} ${swapped[1]}` : name).split(/\s+/).filter(Boolean);
  const wanted: Record<string, string> = {
    firstname: words.slice(0, -1).join(' '),
    lastname: words.at(-1) ?? '',
    emailaddress1: who.address.trim(),
  };
  const values: Record<string, Value> = {};
  for (const [column, value] of Object.entries(wanted))
    if (value !== '' && table.columns[column]?.canCreate) values[column] = value;
  return { table, values };
}
