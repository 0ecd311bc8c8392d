import { parseQuery } from './address';
import { faults } from './errors';
import type { Answer, Exchange } from './exchange';
import { fetchFaults } from './fetch-faults';
import { contextOf, pageToJson } from './fetch-json';
import { FetchStatement } from './fetch-page';
import { parseFetch } from './fetch-parse';
import { sourcesOf, tableNamed, type Source } from './fetch-source';
import type { Table } from './model';
import { annotation } from './prefer';
import type { Json } from './row-json';

/** Dataverse counts to here and no further. */
const countLimit = 5000;

function root(exchange: Exchange, table: Table, text: string) {
  const fetch = parseFetch(text);
  const { model } = exchange.organization;
  const named = tableNamed(model, fetch.entity.name);
  if (named !== table)
    throw fetchFaults.xml(
      `The entity '${named.name}' of the query is not the one of the entity set '${table.setName}'.`,
    );
  const source: Source = {
    sql: 'r',
    alias: null,
    table,
    entity: fetch.entity,
    link: null,
    parent: null,
  };
  return { fetch, source, sources: sourcesOf(model, source) };
}

/** Answers a FetchXML query on its table. */
export function fetchAnswer(exchange: Exchange, table: Table, text: string): Answer {
  const { organization, user, prefer, root: address, search } = exchange;
  const { fetch, source, sources } = root(exchange, table, text);
  const statement = new FetchStatement(
    { organization, user, sources },
    source,
    fetch,
    prefer.pageSize,
  );
  const page = statement.page();
  const counted = fetch.countsAll || parseQuery(search).get('$count') === 'true';
  if (counted && fetch.top !== null)
    throw faults.query("The top attribute can't be specified with returntotalrecordcount.");
  const count = counted && !fetch.aggregate ? statement.count() : null;
  const json: Json = { '@odata.context': `${address}$metadata#${contextOf(table, page)}` };
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
  json['value'] = pageToJson(
    organization,
    table,
    page,
    !fetch.aggregate && !fetch.distinct,
    prefer,
  );
  return { status: 200, json };
}

const besides = ['fetchXml', 'savedQuery', 'userQuery', '$count'];

/** Answers `?fetchXml=`; null: the request has none. */
export function predefinedQuery(exchange: Exchange, table: Table): Answer | null {
  const options = parseQuery(exchange.search);
  const text = options.get('fetchXml');
  if (text === undefined) return null;
  for (const name of options.keys())
    if (!besides.includes(name)) throw faults.notCovered(`'${name}' beside FetchXML`);
  return fetchAnswer(exchange, table, text);
}
