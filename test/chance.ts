/**
 * `npm test` draws the same random numbers each time; `npm run test:all` runs whatever imports this with new ones, and
 * for longer.
 */

const given = process.env['CARRYON_SEED'];

/** Whether the long tests run. */
export const long = process.env['CARRYON_ALL'] === '1';

/** The seed to draw from: the one this run was given, else the one that is always the same. */
export const seedOr = (fixed: number): number => (given === undefined ? fixed : Number(given));
