import { parseQuery } from '../http/address';
import { encodeToken, newToken, parseToken, requireFresh, type DeltaToken } from './delta-token';
import { CrmFault, faults } from '../errors';
import type { Exchange } from '../exchange';
import type { Table } from '../model/model';
import { parseOptions, type QueryOptions } from './query-options';
import { requireOrganizationWide } from '../rights/rights';
import { rowsToJson, selection, type Json } from './row-json';
import { quote, type SqlRow } from '../storage/store';
import { buried } from '../storage/tombstones';

const largestPage = 5000;
const refused = ['$filter', '$orderby', '$expand', '$top'];

/** Where the next page begins; pages of one answer all end at the version of the first. */
interface Place {
  readonly page: number;
  /** Changes after this version; null: every row that is there. */
  readonly since: number | null;
  readonly until: DeltaToken;
  /** The last id of all rows, or the last version of changes or deletions. */
  readonly after: string | number;
  readonly deletions: boolean;
}

function writePlace({ page, ...rest }: Place): string {
  const cookie = Buffer.from(JSON.stringify(rest)).toString('base64url');
  return `<cookie pagenumber="${page}" pagingcookie="${cookie}" istracking="True" />`;
}

const placePattern =
  /^<cookie pagenumber="(\d{1,9})" pagingcookie="([\w-]+)" istracking="True" \/>$/;

function readPlace(text: string): Place {
  const [, page, cookie = ''] = placePattern.exec(text) ?? [];
  try {
    const place = JSON.parse(Buffer.from(cookie, 'base64url').toString()) as Place;
    const { since, until, after, deletions } = place;
    const versions = [since ?? 0, until.version, until.at, typeof after === 'string' ? 0 : after];
    if (versions.every(Number.isSafeInteger) && typeof deletions === 'boolean')
      return { page: Number(page), since, until, after, deletions };
  } catch {
    // Told below.
  }
  throw faults.query('Malformed XML in the Paging Cookie.');
}

/** Whether the request asks for a table's changes, or begins to follow them. */
export function tracksChanges({ prefer, search }: Exchange): boolean {
  const query = parseQuery(search);
  return (
    prefer.trackChanges ||
    query.has('$deltatoken') ||
    (query.get('$skiptoken') ?? '').includes('istracking="True"')
  );
}

interface Question {
  readonly options: QueryOptions;
  readonly place: Place;
}

function readQuestion(exchange: Exchange, table: Table): Question {
  const { organization, user } = exchange;
  const query = parseQuery(exchange.search);
  for (const name of refused)
    if (query.has(name))
      throw faults.query(
        `The "${name}" query parameter isn't supported when Change Tracking is enabled.`,
      );
  if (!table.changeTracking)
    throw new CrmFault(
      400,
      '0x80040203',
      `Change tracking is not enabled for the entity '${table.name}'.`,
    );
  requireOrganizationWide(organization, user, table);
  const token = query.get('$deltatoken');
  const skip = query.get('$skiptoken');
  query.delete('$deltatoken');
  query.delete('$skiptoken');
  const options = parseOptions(table, query);
  if (options.count) throw faults.notCovered('$count=true with change tracking');
  if (options.apply !== null) throw faults.notCovered('$apply with change tracking');
  if (skip !== undefined) {
    const place = readPlace(skip);
    requireFresh(organization, place.until);
    return { options, place };
  }
  const until = newToken(organization);
  if (token === undefined)
    return { options, place: { page: 1, since: null, until, after: '', deletions: false } };
  const from = parseToken(token);
  requireFresh(organization, from);
  const since = from.version;
  return { options, place: { page: 1, since, until, after: since, deletions: false } };
}

function rowsAfter(
  { organization }: Exchange,
  table: Table,
  { options, place }: Question,
  limit: number,
): SqlRow[] {
  const columns = `SELECT ${selection(table, options.select)} FROM ${quote(table.name)} AS r WHERE`;
  const key = `r.${quote(table.primaryId)}`;
  if (place.since === null)
    return organization.store.all(`${columns} ${key} > ? ORDER BY ${key} LIMIT ?`, [
      place.after,
      limit,
    ]);
  return organization.store.all(
    `${columns} r.versionnumber > ? AND r.versionnumber <= ? ORDER BY r.versionnumber LIMIT ?`,
    [place.after, place.until.version, limit],
  );
}

/** One page: rows, then (when there are no more) deletions, and where the next begins. */
function readPage(
  exchange: Exchange,
  table: Table,
  question: Question,
): { rows: SqlRow[]; deleted: SqlRow[]; next: Place | null } {
  const { place } = question;
  const size = exchange.prefer.pageSize ?? largestPage;
  const page = place.page + 1;
  const found = place.deletions ? [] : rowsAfter(exchange, table, question, size + 1);
  const rows = found.slice(0, size);
  const last = rows.at(-1);
  if (found.length > size && last) {
    const after = last[place.since === null ? table.primaryId : 'versionnumber'] ?? '';
    return { rows, deleted: [], next: { ...place, page, after } };
  }
  if (place.since === null) return { rows, deleted: [], next: null };
  const after = place.deletions ? Number(place.after) : place.since;
  const room = size - rows.length;
  const gone = buried(exchange.organization, table, after, place.until.version, room + 1);
  const deleted = gone.slice(0, room);
  if (gone.length <= room) return { rows, deleted, next: null };
  const reached = deleted.at(-1)?.['version'] ?? after;
  return { rows, deleted, next: { ...place, page, after: reached, deletions: true } };
}

/** A page of a table's rows with the link that asks for later changes, or of the changes since such a link. */
export function readChanges(exchange: Exchange, table: Table): Json {
  const question = readQuestion(exchange, table);
  const { options, place } = question;
  const { selected } = options;
  const { rows, deleted, next } = readPage(exchange, table, question);
  const { root, path } = exchange;
  const { store, model } = exchange.organization;
  const kept = exchange.search
    .replace(/^\?/, '')
    .split('&')
    .filter((part) => part !== '' && !/^(\$|%24)(skip|delta)token=/i.test(part));
  const link = (option: string): string => `${root}${path}?${[...kept, option].join('&')}`;
  const json: Json = {
    '@odata.context': `${root}$metadata#${table.setName}${selected === null ? '' : `(${selected})`}/$delta`,
  };
  if (!next) json['@odata.deltaLink'] = link(`$deltatoken=${encodeToken(place.until)}`);
  json['value'] = [
    ...rowsToJson(store, model, table, options.select, rows, exchange.prefer),
    ...deleted.map(({ id }) => ({
      '@odata.context': `${root}$metadata#${table.setName}/$deletedEntity`,
      id,
      reason: 'deleted',
    })),
  ];
  if (next) json['@odata.nextLink'] = link(`$skiptoken=${encodeURIComponent(writePlace(next))}`);
  return json;
}

/** `GET accounts/$count?$deltatoken=...`: how many changes there are. */
export function countChanges(exchange: Exchange, table: Table): string {
  const question = readQuestion(exchange, table);
  const { since, until } = question.place;
  if (since === null) throw faults.query('The number of changes needs a delta token.');
  const { store } = exchange.organization;
  const changed = store.get(
    `SELECT count(*) AS n FROM ${quote(table.name)} WHERE versionnumber > ? AND versionnumber <= ?`,
    [since, until.version],
  );
  const gone = buried(exchange.organization, table, since, until.version, -1).length;
  return String(Number(changed?.['n']) + gone);
}
