import type { OutboxEntry, Receipt } from '../../domain/entry';
import type { OutboxContent } from '../../domain/outbox';
import type { Model } from '../../domain/table';
import { isLookup } from '../../domain/value';
import { formatMoment } from '../format';
import { shownName } from '../names';
import { strings } from '../strings';
import { actionLines } from './action-lines';
import { changedLines } from './changed-lines';
import { describeKind, explainEntry, type Way } from './explain';

const text = strings.file;
const { columns } = text;

/** What the file says besides the changes themselves. */
export interface About {
  readonly model: Model;
  readonly way: Way;
  readonly userName: string;
  readonly crmUrl: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Whatever it holds, it is text in the page. */
const escaped = (value: string): string =>
  value.replace(/[&<>"']/g, (character) => entities[character] ?? '');

const paragraphs = (lines: readonly string[]): string =>
  lines
    .filter((line) => line !== '')
    .map((line) => `<p dir="auto">${escaped(line)}</p>`)
    .join('');

/** Nothing where there are no rows: the heading above says so. */
const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  rows.length === 0
    ? ''
    : `<table><thead><tr>${head.map((cell) => `<th scope="col">${escaped(cell)}</th>`).join('')}</tr></thead>` +
      `<tbody>${rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('\n')}</tbody></table>`;

function fields(entry: OutboxEntry, { model }: About): string {
  const { transactioncurrencyid } = { ...entry.before, ...entry.values };
  const currency = isLookup(transactioncurrencyid)
    ? { code: null, name: transactioncurrencyid.name }
    : null;
  const other = entry.link && `${strings.outbox.linkedTo} ${entry.link.other.id}`;
  const lines = changedLines(model[entry.ref.table], entry, {}, currency);
  return paragraphs([
    other ?? '',
    ...actionLines(entry, model).map(({ label, value }) => text.given(label, value)),
    ...lines.map(({ label, before, after }) =>
      text.value(label, before || strings.empty, after || strings.empty),
    ),
  ]);
}

function entryRow(entry: OutboxEntry, all: readonly OutboxEntry[], about: About): string[] {
  const { model, way } = about;
  const message = entry.lastError?.message ?? '';
  return [
    String(entry.seq),
    paragraphs([shownName(model, entry.ref.table, entry.name)]),
    paragraphs([describeKind(entry, model), formatMoment(entry.at)]),
    paragraphs([
      strings.outbox.state[entry.state],
      explainEntry(entry, all, way, model),
      message === '' ? '' : text.message(message),
    ]),
    fields(entry, about),
  ];
}

const receiptRow = ({ entry, result, sentAt }: Receipt, about: About): string[] => [
  paragraphs([shownName(about.model, entry.ref.table, entry.name)]),
  paragraphs([describeKind(entry, about.model), formatMoment(entry.at)]),
  paragraphs([strings.outbox.result[result], formatMoment(sentAt)]),
  fields(entry, about),
];

/** JSON as far as it goes; what JSON has no form for is told by its kind, and bytes by their numbers. */
const stored = (content: unknown): string =>
  JSON.stringify(
    content,
    (_key, value: unknown) => {
      if (typeof value === 'bigint') return `${value}n`;
      if (value instanceof ArrayBuffer) return { bytes: [...new Uint8Array(value)] };
      if (ArrayBuffer.isView(value)) {
        const { buffer, byteOffset, byteLength } = value;
        return { bytes: [...new Uint8Array(buffer, byteOffset, byteLength)] };
      }
      if (value instanceof Map || value instanceof Set) return { items: [...value] };
      return value;
    },
    1,
  );

const style =
  'body{font:14px/1.4 "Segoe UI",sans-serif;margin:24px;color-scheme:light dark}' +
  'table{border-collapse:collapse;margin:8px 0 24px}' +
  'th,td{border:1px solid #888;padding:4px 8px;text-align:start;vertical-align:top}' +
  'p{margin:0 0 2px}pre{white-space:pre-wrap;overflow-wrap:anywhere}';

/** The outbox as one page for a browser, without anything that runs. */
export function outboxFile(content: OutboxContent, about: About): string {
  const { entries, receipts } = content;
  const title = escaped(text.title(about.userName));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<h1>${title}</h1>
${paragraphs([text.from(formatMoment(about.now), about.crmUrl), text.purpose])}
<h2>${escaped(text.waiting(entries.length))}</h2>
${tableOf(
  [columns.place, columns.record, columns.change, columns.state, columns.values],
  entries.map((entry) => entryRow(entry, entries, about)),
)}
<h2>${escaped(text.sent(receipts.length))}</h2>
${tableOf(
  [columns.record, columns.change, columns.result, columns.values],
  receipts.map((receipt) => receiptRow(receipt, about)),
)}
<h2>${escaped(text.stored)}</h2>
<pre>${escaped(stored(content.stored))}</pre>
</body>
</html>
`;
}
