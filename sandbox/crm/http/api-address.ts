import { decode } from './address';
import { CrmFault, faults } from '../errors';

/** Where a request goes within the Web API. */
export interface ApiAddress {
  /** `/api/data/v9.2/` */
  readonly prefix: string;
  /** Below the prefix, still percent-encoded. */
  readonly path: string;
  /** With its `?`, still percent-encoded; '' without one. */
  readonly search: string;
}

/**
 * Reads an address: absolute, or below this base.
 * @param longest characters: Dataverse takes 32 KB, and 64 KB inside a batch
 */
export function readAddress(target: string, base: string, longest: number): ApiAddress {
  if (target.length > longest)
    throw new CrmFault(414, '0x80060888', `The request URI is longer than ${longest} characters.`);
  if (!URL.canParse(target, base))
    throw faults.query(`The request URI '${target.slice(0, 100)}' is not valid.`);
  const { pathname, search } = new URL(target, base);
  if (decode(pathname + search).includes('\0'))
    throw faults.query('The request URI is not valid: it contains a NUL character.');
  const [, version = '', path = ''] = /^\/api\/data\/v(\d+\.\d+)(?:\/(.*))?$/.exec(pathname) ?? [];
  if (version === '')
    throw faults.query(`The request URI '${pathname.slice(0, 100)}' is not valid.`);
  if (/^8\.\d$/.test(version)) throw faults.notCovered(`version v${version} of the Web API`);
  if (!/^9\.[0-2]$/.test(version))
    throw faults.query(`There is no version v${version.slice(0, 20)} of the Web API.`);
  return { prefix: `/api/data/v${version}/`, path, search };
}
