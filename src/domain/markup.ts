import { withLetters } from './html-letters';
import type { Column } from './table';

type Described = Pick<Column, 'type' | 'format'>;

const anyTag = /<\/?[a-z][a-z0-9]*(?:[\s/][^<>]*)?>/i;
const anyReference = /&(?:[a-z]+\d*|#\d+|#x[\da-f]+);/i;

/** What editors begin and end a text with. */
const begins =
  /^\s*<(?:!doctype html|html|body|div|p|span|ul|ol|table|h[1-6]|font|b|strong|i|em|u|a|blockquote)(?:\s[^<>]*)?>/i;
const ends = /(?:<\/[a-z][a-z0-9]*>|<br\s*\/?>)$/i;
/** Longer than any tag that ends a text. */
const END = 24;

/**
 * Whether a text is HTML. The metadata does not say: the CRM's editor of notes writes HTML into a column of plain text,
 * where others have written plain text. So there it is what begins and ends with a tag that such an editor writes. In a
 * column of HTML, text without a tag or a reference to a letter is shown as it is, with its lines.
 */
export function isMarkup({ type, format }: Described, value: string): boolean {
  if (format === 'html') return anyTag.test(value) || anyReference.test(value);
  return type === 'memo' && begins.test(value) && ends.test(value.trimEnd().slice(-END));
}

/** Elements that begin and end a line, or stand apart by an empty one. */
const lineBreaks: ReadonlyMap<string, number> = new Map([
  ...['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((name) => [name, 2] as const),
  ...['div', 'li', 'ul', 'ol', 'tr', 'table', 'blockquote', 'pre', 'hr'].map(
    (name) => [name, 1] as const,
  ),
]);
/** Where elements end of which nothing is shown. */
const notShown: ReadonlyMap<string, RegExp> = new Map(
  ['style', 'script', 'head', 'title'].map((name) => [name, new RegExp(`</${name}[^<>]*>`, 'gi')]),
);
const comment = /-->/g;
const declaration = />/g;

/** Puts text together as it shows: white space is one space, and lines are broken where elements do so. */
class Lines {
  #text = '';
  /** Line breaks at the end of the text, and those that are due before there is more of it. */
  #ending = 0;
  #due = 0;
  #space = false;
  #bullet = '';
  /** The lists that are open, with the number of the last item; null: theirs have none. */
  readonly #lists: (number | null)[] = [];

  apart(lines: number): void {
    if (lines === 0) return;
    this.#due = Math.max(this.#due, lines);
    this.#space = false;
  }

  space(): void {
    this.#space = true;
  }

  list(begins: boolean, numbered: boolean): void {
    if (begins) this.#lists.push(numbered ? 0 : null);
    else this.#lists.pop();
  }

  item(): void {
    const last = this.#lists.pop() ?? null;
    const number = last === null ? null : last + 1;
    this.#lists.push(number);
    this.#bullet = number === null ? '• ' : `${number}. `;
  }

  lineBreak(): void {
    this.#break();
    if (this.#text !== '') this.#text += '\n';
    this.#ending++;
  }

  add(written: string): void {
    const words = written.replace(/[\t\n\f\r ]+/g, ' ');
    if (words.startsWith(' ')) this.#space = true;
    if (words === ' ' || words === '') return;
    const inLine = this.#due === 0 && this.#ending === 0 && this.#text !== '';
    this.#break();
    if (this.#space && inLine) this.#text += ' ';
    this.#text += this.#bullet + withLetters(words.slice(words.startsWith(' ') ? 1 : 0).trimEnd());
    this.#ending = 0;
    this.#space = words.endsWith(' ');
    this.#bullet = '';
  }

  #break(): void {
    if (this.#text !== '') this.#text += '\n'.repeat(Math.max(0, this.#due - this.#ending));
    this.#ending = Math.max(this.#ending, this.#due);
    this.#due = 0;
  }

  toString(): string {
    return this.#text.trim();
  }
}

const tag = /<(\/?)([a-z][a-z0-9]*)(?:"[^"]*"|'[^']*'|[^'"<>])*>/iy;

/** Where what begins here and is not shown ends; the end of the text where it does not. */
function behind(html: string, at: number, end: RegExp): number {
  end.lastIndex = at;
  return end.test(html) ? end.lastIndex : html.length;
}

/** What a person reads of HTML, line by line. It makes nothing safe: it is for what shows text as text. */
export function plainText(html: string): string {
  const lines = new Lines();
  for (let at = 0; at < html.length;) {
    const open = html.indexOf('<', at);
    if (open < 0) {
      lines.add(html.slice(at));
      break;
    }
    if (open > at) lines.add(html.slice(at, open));
    tag.lastIndex = open;
    const [whole = '', closing = '', name = ''] = tag.exec(html) ?? [];
    const element = name.toLowerCase();
    const unseen = notShown.get(element);
    if (html.startsWith('<!--', open)) at = behind(html, open, comment);
    else if (html.startsWith('<!', open)) at = behind(html, open, declaration);
    else if (whole === '') {
      lines.add('<');
      at = open + 1;
    } else if (closing === '' && unseen !== undefined) at = behind(html, open, unseen);
    else {
      at = open + whole.length;
      if (element === 'br') lines.lineBreak();
      lines.apart(lineBreaks.get(element) ?? 0);
      if (element === 'ul' || element === 'ol') lines.list(closing === '', element === 'ol');
      if (closing === '' && element === 'li') lines.item();
      if (element === 'td' || element === 'th') lines.space();
    }
  }
  return lines.toString();
}

/** A text as a person reads it, whether it is HTML or not. */
export const readable = (column: Described, value: string): string =>
  isMarkup(column, value) ? plainText(value) : value;

/** HTML that shows a text as it is. */
export const asHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('  ', ' &nbsp;')
    .replaceAll('\n', '<br>');
