import { distance } from 'fastest-levenshtein';
import type { Item } from './item';
import { words } from './words';

/**
 * What a row is found by: its words, each between spaces, those of its name first and then a line break. Looking through
 * a hundred thousand of these takes some milliseconds, however long the query is, and needs no index that would have to
 * be kept, saved and loaded.
 */
export const searchText = ({ name, detail, addresses }: Item): string =>
  ` ${words(name).join(' ')} \n ${words([detail, ...addresses].join(' ')).join(' ')} `;

/** Between two texts that are joined: none has it. */
export const BETWEEN = '\t';

export interface Query {
  /** How a word of each text begins which fits; null: that is not known. */
  readonly beginning: string | null;
  /** How well a text fits, above 0; 0: not at all. */
  readonly fit: (text: string) => number;
}

/** Fits where every word begins a word of the row: better in its name, better as a whole word, better at the beginning. */
export function exactly(asked: readonly string[]): Query {
  const beginnings = asked.map((word) => ` ${word}`);
  const [longest = null] = [...asked].sort((a, b) => b.length - a.length);
  const fit = (text: string): number => {
    for (const begin of beginnings) if (!text.includes(begin)) return 0;
    const nameEnds = text.indexOf('\n');
    let how = text.startsWith(beginnings[0] ?? '') ? 2 : 1;
    for (const begin of beginnings) {
      if (text.indexOf(begin) < nameEnds) how += 4;
      if (text.includes(`${begin} `)) how += 2;
    }
    return how;
  };
  return { beginning: longest, fit };
}

/** Letters of a word that may be wrong, missing or too many; two that have changed places count twice. */
const typos = (word: string): number => (word.length < 4 ? 0 : word.length < 6 ? 1 : 2);
/** Words that one of the query may stand for, at most: the nearest. */
const MEANT = 100;

/** Fits where for every word a row has one that begins so or differs by a letter or two; null: no word there does. */
export function similar(asked: readonly string[], vocabulary: Iterable<string>): Query | null {
  const meant = asked.map((word) => ({ word, near: [] as { word: string; far: number }[] }));
  for (const known of vocabulary)
    for (const { word, near } of meant) {
      const most = typos(word);
      if (known.startsWith(word)) near.push({ word: known, far: 0 });
      else if (Math.abs(known.length - word.length) <= most) {
        const far = distance(known, word);
        if (far <= most) near.push({ word: known, far });
      }
    }
  if (meant.some(({ near }) => near.length === 0)) return null;
  // Words are letters and digits: nothing in them means anything to an expression.
  const anyOf = meant.map(({ near }) => {
    const nearest = near.sort((a, b) => a.far - b.far).slice(0, MEANT);
    return new RegExp(` (?:${nearest.map(({ word }) => word).join('|')}) `, 'u');
  });
  const fit = (text: string): number => {
    const nameEnds = text.indexOf('\n');
    let how = 1;
    for (const expression of anyOf) {
      const at = text.search(expression);
      if (at < 0) return 0;
      if (at < nameEnds) how += 1;
    }
    return how;
  };
  return { beginning: null, fit };
}
