import { describe, expect, it } from '@jest/globals';
import { asHtml, isMarkup, plainText, readable } from '../../src/domain/markup';
import type { Column } from '../../src/domain/table';

const memo = { type: 'memo' } as const satisfies Partial<Column>;
const rich = { type: 'memo', format: 'html' } as const satisfies Partial<Column>;

/** As the CRM's own editor keeps a note. */
const note =
  '<div data-wrapper="true" dir="ltr" style="font-size:9pt;font-family:\'Segoe UI\',sans-serif;"><div>Their <strong>own</strong> team, R&amp;D &lt; 4&nbsp;people.</div><div><br></div><div>Ask&#32;Jonas</div></div>';

describe('whether a text is markup', () => {
  it.each([
    ['what the CRM’s editor writes', note],
    ['paragraphs', ' <p>One</p>\n<p>Two</p>\n'],
    ['a list', '<ul><li>One</li></ul>'],
    ['a text that ends with a line break', '<span>One</span><br />'],
    ['a whole page', '<!DOCTYPE html><html><body>One</body></html>'],
  ])('is so for %s, whatever is known of its column', (_, value) => {
    expect(isMarkup(memo, value)).toBe(true);
    expect(isMarkup(rich, value)).toBe(true);
    expect(isMarkup({ type: 'text' }, value)).toBe(false);
  });

  it.each([
    ['a comparison', 'Discount <6 % and > 3 %'],
    ['a heart', '<3 customers'],
    ['an address in brackets', '<anna@contoso.example> has written, see <b> there'],
    ['another language of tags', '<order><line/></order>'],
    ['nothing', ''],
  ])('is not so for %s that somebody has typed', (_, value) => {
    expect(isMarkup(memo, value)).toBe(false);
  });

  it('is so for any tag or reference to a letter where the column holds HTML', () => {
    for (const value of ['One<br>two', 'R&amp;D', '<b>One</b> two'])
      expect(isMarkup(rich, value)).toBe(true);
    for (const value of ['One\ntwo', 'R&D', 'a < b']) expect(isMarkup(rich, value)).toBe(false);
  });
});

describe('the text of markup', () => {
  it.each([
    ['lines and empty ones', note, 'Their own team, R&D < 4 people.\n\nAsk Jonas'],
    ['paragraphs, apart', '<p>One</p><p>Two<br>lines</p>', 'One\n\nTwo\nlines'],
    [
      'lists',
      '<div>Bring:<ul>\n<li>shoes</li>\n<li>helmet</li></ul>Gate B</div>',
      'Bring:\n• shoes\n• helmet\nGate B',
    ],
    [
      'numbered ones',
      '<ol><li>Call<ul><li>Anna</li></ul></li><li>Visit</li></ol><li>Send</li>',
      '1. Call\n• Anna\n2. Visit\n• Send',
    ],
    [
      'cells of a table',
      '<table><tr><td>CX-200</td><td>48000</td></tr><tr><td>R4</td></tr></table>',
      'CX-200 48000\nR4',
    ],
    ['white space as it shows', '<p>  One\n   two </p>\n  three', 'One two\n\nthree'],
    [
      'nothing of what is not shown',
      '<style>p{}</style><script>x()</script><!-- <p>no</p> --><p>Hi</p>',
      'Hi',
    ],
    [
      'tags with odd attributes',
      '<p title="a > b">One</p><img alt=\'x>y\' src=a>two',
      'One\n\ntwo',
    ],
    [
      'letters by name and by number',
      '&quot;&apos;&euro;&#8364;&#x20AC;&unknown; &amp;lt;',
      '"\'€€€&unknown; &lt;',
    ],
    [
      'numbers that are no letters as they are',
      '&#0; &#x110000; &#xD800;',
      '&#0; &#x110000; &#xD800;',
    ],
    ['a tag that never ends', '<p>One</p><p class="', 'One\n\n<p class="'],
  ])('has %s', (_, html, text) => {
    expect(plainText(html)).toBe(text);
  });

  it('comes to its end, however odd and long the markup is', () => {
    for (const odd of ['<a "', "<p '", '<', '<!--', '<style>', '&', '<br>', ' '])
      expect(typeof plainText(odd.repeat(100_000))).toBe('string');
  });

  it('is what a person reads of a value, which is itself where it is no markup', () => {
    expect(readable(memo, note)).toBe(plainText(note));
    expect(readable(memo, 'a <b> c\n d')).toBe('a <b> c\n d');
    expect(readable({ type: 'text' }, '<p>One</p>')).toBe('<p>One</p>');
  });

  it('comes back from what HTML makes of it', () => {
    for (const text of ['One\ntwo', 'a < b & c > d', '"quoted"', 'One\n\n\ntwo', '<p>typed</p>'])
      expect(readable(rich, asHtml(text))).toBe(text);
    expect(asHtml('Just words')).toBe('Just words');
  });
});
