import { guidPattern, parseQuery } from '../http/address';
import { faults } from '../errors';
import type { Answer, Exchange } from '../exchange';
import { nextPage, readToken } from './cookie';
import { fetchFaults } from './faults';
import { contextOf, pageToJson } from './json';
import { FetchStatement, type FetchPage } from './page';
import { parseFetch } from './parse';
import { sourcesOf, tableNamed, type Source } from './source';
import type { Fetch } from './tree';
import type { Table } from '../model/model';
import { encodeToken } from '../query/paging';
import { annotation } from '../http/prefer';
import { findRow } from '../query/read-rows';
import { requireAccess, requirePrivilege } from '../rights/rights';
import type { Json } from '../query/row-json';

/** Dataverse counts to here and no further. */
const countLimit = 5000;

function statementOf(exchange: Exchange, table: Table, fetch: Fetch): FetchStatement {
  const { organization, user, prefer } = exchange;
  const named = tableNamed(organization.model, fetch.entity.name);
  if (named !== table)
    throw fetchFaults.xml(
      `The entity '${named.name}' of the query is not the one of the entity set '${table.setName}'.`,
    );
  const root: Source = {
    sql: 'r',
    alias: null,
    model: organization.model,
    table,
    entity: fetch.entity,
    link: null,
    parent: null,
  };
  const sources = sourcesOf(organization.model, root);
  return new FetchStatement({ organization, user, sources }, root, fetch, prefer.pageSize);
}

function countOf(exchange: Exchange, statement: FetchStatement): number | null {
  const { countsAll, top, aggregate } = statement.fetch;
  const wanted = countsAll || parseQuery(exchange.search).get('$count') === 'true';
  if (!wanted || aggregate) return null;
  if (top !== null)
    throw fetchFaults.paging("The top attribute can't be specified with returntotalrecordcount.");
  return statement.count();
}

function answer(
  exchange: Exchange,
  table: Table,
  fetch: Fetch,
  page: FetchPage,
  count: number | null,
): Json {
  const { organization, prefer, root } = exchange;
  const json: Json = { '@odata.context': `${root}$metadata#${contextOf(table, page)}` };
  const annotate = (name: string, value: unknown): void => {
    if (prefer.annotates(name)) json[`@${name}`] = value;
  };
  if (count !== null) json['@odata.count'] = Math.min(count, countLimit);
  annotate(annotation.total, count === null ? -1 : Math.min(count, countLimit));
  annotate(annotation.limitExceeded, count !== null && count > countLimit);
  annotate(annotation.metadataVersion, String(organization.model.tables.size));
  if (page.more) {
    if (page.cookie !== null) annotate('Microsoft.Dynamics.CRM.fetchxmlpagingcookie', page.cookie);
    annotate('Microsoft.Dynamics.CRM.morerecords', true);
  }
  const etags = !fetch.aggregate && !fetch.distinct;
  json['value'] = pageToJson(organization, table, page, etags, prefer);
  return json;
}

/** Answers `?fetchXml=`. */
function fetched(exchange: Exchange, table: Table, text: string): Answer {
  const fetch = parseFetch(text);
  const statement = statementOf(exchange, table, fetch);
  return {
    status: 200,
    json: answer(exchange, table, fetch, statement.page(), countOf(exchange, statement)),
  };
}

/** The FetchXML of a view that the user may read. */
function viewXml(exchange: Exchange, table: Table, views: string, id: string): string {
  const { organization, user } = exchange;
  const { model } = organization;
  if (!guidPattern.test(id))
    throw faults.query(`Unrecognized 'Edm.Guid' literal '${id.slice(0, 100)}' in the query.`);
  const view = tableNamed(model, views);
  requirePrivilege(organization, user, view, 'Read');
  const row = findRow(exchange, view, id.toLowerCase());
  if (!row) throw faults.notFound(views, id);
  requireAccess(organization, user, view, 'Read', row);
  if (row['returnedtypecode'] !== table.name)
    throw faults.query(
      `The view is one of '${String(row['returnedtypecode'])}', not of '${table.name}'.`,
    );
  return String(row['fetchxml'] ?? '');
}

/** Answers `?savedQuery=` and `?userQuery=`: pages by a next link. */
function viewed(exchange: Exchange, table: Table, xml: string, name: string, id: string): Answer {
  const token = parseQuery(exchange.search).get('$skiptoken');
  const fetch = { ...parseFetch(xml), ...(token === undefined ? {} : readToken(token)) };
  const statement = statementOf(exchange, table, fetch);
  const page = statement.page();
  const json = answer(exchange, table, fetch, page, countOf(exchange, statement));
  if (page.more)
    json['@odata.nextLink'] =
      `${exchange.root}${table.setName}?${name}=${id}&$skiptoken=${encodeToken(page.cookie ?? nextPage(fetch.page))}`;
  return { status: 200, json };
}

const views = { savedQuery: 'savedquery', userQuery: 'userquery' } as const;
const besides = ['fetchXml', 'savedQuery', 'userQuery', '$count', '$skiptoken'];

/** Answers a query by FetchXML or by a view; null: the request has neither. */
export function predefinedQuery(exchange: Exchange, table: Table): Answer | null {
  const options = parseQuery(exchange.search);
  const [[name, value] = [], ...more] = [...options].filter(
    ([each]) => each === 'fetchXml' || Object.hasOwn(views, each),
  );
  if (name === undefined || value === undefined) return null;
  if (more.length > 0)
    throw faults.query(`'${name}' and '${more[0]?.[0] ?? ''}' exclude one another.`);
  for (const each of options.keys())
    if (!besides.includes(each) || (name === 'fetchXml' && each === '$skiptoken'))
      throw faults.notCovered(`'${each}' beside '${name}'`);
  if (exchange.prefer.trackChanges)
    throw faults.query(
      `The "${name}" query parameter isn't supported when Change Tracking is enabled.`,
    );
  if (name === 'fetchXml') return fetched(exchange, table, value);
  return viewed(
    exchange,
    table,
    viewXml(exchange, table, views[name as keyof typeof views], value),
    name,
    value,
  );
}
