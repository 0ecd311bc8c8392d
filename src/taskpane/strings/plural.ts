const plurals = new Intl.PluralRules('en');
const numbers = new Intl.NumberFormat('en');

/** A number as the catalogue's language writes it. */
export const written = (n: number): string => numbers.format(n);

/** "1 record", "3 records". */
export const count = (n: number, one: string, other: string): string =>
  `${written(n)} ${plurals.select(n) === 'one' ? one : other}`;

export const changes = (n: number): string => count(n, 'change', 'changes');
export const attachments = (n: number): string => count(n, 'attachment', 'attachments');
