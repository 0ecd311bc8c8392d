import type { Schema } from '../../../src/offline/database/indexed-database';

/** From this size on, browsers keep a value in a file of its own, which goes with it. */
const LARGE = 65_536;

/** Bytes that a value takes, nearly. */
function sizeOf(value: unknown): number {
  let binary = 0;
  const text = JSON.stringify(value, (_key, inner: unknown) => {
    if (!(inner instanceof Uint8Array)) return inner;
    binary += inner.length;
    return null;
  });
  return binary + text.length;
}

/** A disk with little space: what finds none is refused as browsers do. Large values give theirs back, small ones do not. */
export class SmallDisk {
  /** Bytes that are left. */
  left = Infinity;

  constructor(dexie: Schema) {
    for (const table of dexie.tables) {
      table.hook('creating', (_key, value) => this.#take(value));
      table.hook('updating', (_changes, _key, value) => {
        this.#take(value);
      });
      table.hook('deleting', (_key, value) => {
        if (value === undefined) return;
        const size = sizeOf(value);
        if (size > LARGE) this.left += size;
      });
    }
  }

  #take(value: unknown): void {
    const size = sizeOf(value);
    if (size > this.left) throw new DOMException('No space is left.', 'QuotaExceededError');
    this.left -= size;
  }
}
