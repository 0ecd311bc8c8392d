import { guid } from '../../seed/guid';
import type { Column, Table } from './model';
import type { Organization } from '../organization';
import { escapeXml } from '../metadata/xml';

interface View {
  readonly name: string;
  readonly conditions: string;
  readonly isDefault: boolean;
}

const condition = (attribute: string, rest: string): string =>
  `<condition attribute="${attribute}" ${rest} />`;

/** Named by the states, as Dataverse does: "Active Accounts", "My Open Opportunities". */
function viewsOf(table: Table): View[] {
  const plural = table.pluralLabel;
  const [first, second, ...others] = table.columns.get('statecode')?.options ?? [];
  const mine = table.columns.has('ownerid') ? condition('ownerid', 'operator="eq-userid"') : null;
  if (!first || !second)
    return [
      { name: `All ${plural}`, conditions: '', isDefault: true },
      ...(mine === null ? [] : [{ name: `My ${plural}`, conditions: mine, isDefault: false }]),
    ];
  const open = condition('statecode', 'operator="eq" value="0"');
  const closed = others.length > 0 ? 'Closed' : second.label;
  return [
    { name: `${first.label} ${plural}`, conditions: open, isDefault: true },
    {
      name: `${closed} ${plural}`,
      conditions: condition('statecode', 'operator="ne" value="0"'),
      isDefault: false,
    },
    ...(mine === null
      ? []
      : [{ name: `My ${first.label} ${plural}`, conditions: mine + open, isDefault: false }]),
  ];
}

const most = 7;

/** The name, and the first columns of the main form that fit into a line. */
function columnsOf(table: Table): Column[] {
  const shown = table.definition.form?.flatMap(({ columns }) => columns) ?? [
    ...table.definition.columns.map(({ name }) => name),
    'createdon',
  ];
  return [...new Set([table.primaryName, ...shown])]
    .flatMap((name) => table.columns.get(name) ?? [])
    .filter(({ type }) => !['memo', 'parties', 'state'].includes(type))
    .slice(0, most);
}

function fetchXml(table: Table, columns: readonly Column[], { conditions }: View): string {
  const attributes = columns.map(({ name }) => `<attribute name="${name}" />`).join('');
  const filter = conditions === '' ? '' : `<filter type="and">${conditions}</filter>`;
  return `<fetch version="1.0" output-format="xml-platform" mapping="logical"><entity name="${table.name}"><attribute name="${table.primaryId}" />${attributes}<order attribute="${table.primaryName}" descending="false" />${filter}</entity></fetch>`;
}

function layoutXml(table: Table, columns: readonly Column[]): string {
  const cells = columns.map(
    ({ name }) => `<cell name="${name}" width="${name === table.primaryName ? 300 : 150}" />`,
  );
  return `<grid name="resultset" object="${table.objectTypeCode}" jump="${escapeXml(table.primaryName)}" select="1" icon="1" preview="1"><row name="result" id="${table.primaryId}">${cells.join('')}</row></grid>`;
}

/** Keeps the table's usual views as rows of savedquery, instead of those that were there. */
export function keepSystemViews(organization: Organization, table: Table): void {
  const { store } = organization;
  const now = organization.timestamp();
  const columns = columnsOf(table);
  store.run('DELETE FROM savedquery WHERE returnedtypecode = ?', [table.name]);
  for (const view of viewsOf(table))
    store.run(
      'INSERT INTO savedquery (savedqueryid, name, returnedtypecode, querytype, fetchxml, layoutxml, isdefault, isquickfindquery, statecode, statuscode, createdon, modifiedon, versionnumber) VALUES (?, ?, ?, 0, ?, ?, ?, 0, 0, 1, ?, ?, ?)',
      [
        guid('view', table.name, view.name),
        view.name,
        table.name,
        fetchXml(table, columns, view),
        layoutXml(table, columns),
        Number(view.isDefault),
        now,
        now,
        organization.nextVersion(),
      ],
    );
}
