/** A rule that did not hold. */
export class Broken extends Error {
  override readonly name = 'Broken';
}

export function require(holds: boolean, what: string): void {
  if (!holds) throw new Broken(what);
}
