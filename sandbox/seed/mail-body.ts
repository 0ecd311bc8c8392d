/** What a message says: paragraphs, bullet lists and tables (the first row is the heading). */
export type Block =
  | string
  | { readonly list: readonly string[] }
  | { readonly table: readonly (readonly string[])[] };

const escape = (text: string): string =>
  text.replace(
    /[&<>"]/g,
    (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign,
  );

const cells = (row: readonly string[], tag: 'th' | 'td'): string =>
  row
    .map((cell) => `<${tag} style="border:1px solid #999;padding:4px 8px">${escape(cell)}</${tag}>`)
    .join('');

function blockHtml(block: Block): string {
  if (typeof block === 'string') return `<p>${escape(block)}</p>`;
  if ('list' in block)
    return `<ul>${block.list.map((item) => `<li>${escape(item)}</li>`).join('')}</ul>`;
  const [head = [], ...rows] = block.table;
  const body = rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('');
  return `<table style="border-collapse:collapse"><thead><tr>${cells(head, 'th')}</tr></thead><tbody>${body}</tbody></table>`;
}

function blockText(block: Block): string {
  if (typeof block === 'string') return block;
  if ('list' in block) return block.list.map((item) => `- ${item}`).join('\n');
  return block.table.map((row) => row.join('\t')).join('\n');
}

/** The message that is answered, as mail programs repeat it below. */
export interface Quoted {
  readonly html: string;
  readonly text: string;
  readonly author: string;
  readonly sentAt: string;
}

export interface Body {
  readonly html: string;
  readonly text: string;
}

/** A message body with its signature and, for a reply, the message that is answered. */
export function mailBody(
  blocks: readonly Block[],
  signature: readonly string[],
  quoted: Quoted | null,
): Body {
  const html = [
    ...blocks.map(blockHtml),
    signature.length ? `<p style="color:#555">--<br>${signature.map(escape).join('<br>')}</p>` : '',
    quoted
      ? `<div style="border-left:2px solid #bbb;padding-left:8px;margin-top:16px"><p>On ${quoted.sentAt.slice(0, 10)}, ${escape(quoted.author)} wrote:</p>${quoted.html}</div>`
      : '',
  ].join('\n');
  const text = [
    ...blocks.map(blockText),
    ...(signature.length ? [`--\n${signature.join('\n')}`] : []),
    ...(quoted
      ? [
          `On ${quoted.sentAt.slice(0, 10)}, ${quoted.author} wrote:\n${quoted.text.replace(/^/gm, '> ')}`,
        ]
      : []),
  ].join('\n\n');
  return { html, text };
}
