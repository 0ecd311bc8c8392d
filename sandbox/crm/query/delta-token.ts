import { CrmFault, faults } from '../errors';
import type { Organization } from '../organization';

/** Up to where a client has seen a table's changes, and when it asked. */
export interface DeltaToken {
  readonly version: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

const day = 24 * 60 * 60 * 1000;

/** The text is Microsoft's; that the data feed answers so is a guess by the nearest documented code. */
const expired = (): CrmFault =>
  new CrmFault(
    400,
    '0x80044352',
    'Version stamp associated with the client has expired. Please perform a full sync.',
  );

/** `919042!08/22/2017 08:10:44` */
export function writeToken({ version, at }: DeltaToken): string {
  const [date = '', time = ''] = new Date(at).toISOString().slice(0, 19).split('T');
  const [year = '', month = '', dayOfMonth = ''] = date.split('-');
  return `${version}!${month}/${dayOfMonth}/${year} ${time}`;
}

/** As it stands in a delta link: more signs are encoded than have to be. */
export const encodeToken = (token: DeltaToken): string =>
  writeToken(token).replace(
    /[^0-9]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );

const pattern = /^(\d{1,15})!(\d{2})\/(\d{2})\/(\d{4}) (\d{2}:\d{2}:\d{2})$/;

export function parseToken(text: string): DeltaToken {
  const [, version, month, dayOfMonth, year, time] = pattern.exec(text) ?? [];
  const at = Date.parse(`${year}-${month}-${dayOfMonth}T${time}Z`);
  if (Number.isNaN(at)) throw faults.query(`The delta token '${text.slice(0, 100)}' is not valid.`);
  return { version: Number(version), at };
}

/** Days that deletions are kept. */
const daysKept = ({ store }: Organization): number =>
  Number(store.get('SELECT expirechangetrackingindays AS days FROM organization')?.['days'] ?? 7);

/** Throws where the token is too old for the changes since it to be known. */
export function requireFresh(organization: Organization, { version, at }: DeltaToken): void {
  const floor = Number(organization.store.setting('deltafloor') ?? 0);
  const age = Math.floor(organization.now() / 1000) * 1000 - at;
  if (version < floor || version > organization.version || age > daysKept(organization) * day)
    throw expired();
}

/** Lets every token that was given out so far expire. */
export function expireTokens(organization: Organization): void {
  organization.store.transaction(() => {
    organization.store.setSetting('deltafloor', String(organization.nextVersion()));
    organization.keepVersion();
  });
}

/** Where a client that asks now begins. */
export const newToken = (organization: Organization): DeltaToken => ({
  // What is written down: a counter that failed writes have raised may come again after a restart.
  version: Number(organization.store.setting('rowversion')),
  at: organization.now(),
});
