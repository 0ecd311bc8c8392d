import type { FormSection } from '../../seed/definition';
import { guid } from '../../seed/guid';
import type { Column, Table } from './model';
import { escapeXml } from '../metadata/xml';

/** Class ids of the form controls Dataverse uses by column type. */
const controls: Partial<Record<Column['type'], string>> = {
  memo: '{E0DECE4B-6FC8-4A8F-A065-082708572369}',
  integer: '{C6D124CA-7EDA-4A60-AEA9-7FB8D318B68F}',
  decimal: '{C3EFE0C3-0EC6-42BE-8349-CBD9079DFD8E}',
  money: '{533B9E00-756B-4312-95A0-DC888637AC78}',
  boolean: '{67FAC785-CD58-4F9F-ABB3-4B7DDC6ED5ED}',
  date: '{5B773807-9FB2-42DB-97C3-7A91EFF8ADFF}',
  choice: '{3EF39988-22BB-4F0B-BBBE-64B5A3748AEE}',
  status: '{5D68B988-0661-4DB2-BC3E-17598AD3BE6C}',
  lookup: '{270BD3DB-D9AF-4782-9025-509E298DEC0A}',
  parties: '{CBFB742C-14E7-4A17-96BB-1A13F7F64AA2}',
};

const labels = (text: string): string =>
  `<labels><label description="${escapeXml(text)}" languagecode="1033" /></labels>`;

function row(table: Table, column: Column): string {
  const id = guid('cell', table.name, column.name);
  const control = controls[column.type] ?? '{4273EDBD-AC1D-40D3-9FB2-095C621B552D}';
  return `<row><cell id="{${id}}" showlabel="true" locklevel="0">${labels(column.label)}<control id="${column.name}" classid="${control}" datafieldname="${column.name}" disabled="${String(!column.create && !column.update)}" /></cell></row>`;
}

function section(table: Table, { label, columns }: FormSection): string {
  const rows = columns.flatMap((name) => {
    const column = table.columns.get(name);
    return column ? [row(table, column)] : [];
  });
  return `<section name="${escapeXml(label.toLowerCase().replaceAll(/\W+/g, '_'))}" showlabel="true" showbar="false" id="{${guid('section', table.name, label)}}" columns="1">${labels(label)}<rows>${rows.join('')}</rows></section>`;
}

/** The main form as Dataverse keeps it. */
export function formXml(table: Table): string {
  const own = table.definition.columns
    .filter(({ type }) => type !== 'state')
    .map(({ name }) => name);
  const lookups = table.ownership === 'user' ? ['ownerid'] : [];
  const form = table.definition.form ?? [
    { tab: 'General', label: table.label, columns: [...own, ...lookups] },
  ];
  const tabs = [...new Set(form.map(({ tab }) => tab))].map((tab) => {
    const sections = form.filter((each) => each.tab === tab).map((each) => section(table, each));
    return `<tab name="${escapeXml(tab.toLowerCase())}" id="{${guid('tab', table.name, tab)}}" expanded="true" showlabel="true" verticallayout="true">${labels(tab)}<columns><column width="100%"><sections>${sections.join('')}</sections></column></columns></tab>`;
  });
  return `<form headerdensity="HighWithControls"><tabs>${tabs.join('')}</tabs><header id="{${guid('header', table.name)}}" columns="111"><rows /></header><footer id="{${guid('footer', table.name)}}" columns="111"><rows /></footer><Navigation><NavBar /></Navigation></form>`;
}
