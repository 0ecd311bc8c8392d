import { faults } from './errors';
import type { Store } from './storage/store';

/** Milliseconds ahead of the machine's clock, or the moment at which the clock stands still. */
type Setting = { readonly ahead: number } | { readonly at: number };

const machines: Setting = { ahead: 0 };
// The first and last moments that columns can hold as four-digit years, SQLite's own range.
const earliest = Date.UTC(1900, 0, 1);
const latest = Date.UTC(9999, 11, 31);

/** The organisation's time: the machine's until a test moves it; kept with the data. */
export class Clock {
  readonly #store: Store;
  readonly #machine: () => number;
  #setting: Setting;

  constructor(store: Store, machine: () => number) {
    this.#store = store;
    this.#machine = machine;
    this.#setting = JSON.parse(store.setting('clock') ?? JSON.stringify(machines)) as Setting;
  }

  #read(setting: Setting): number {
    return 'at' in setting ? setting.at : this.#machine() + setting.ahead;
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.#read(this.#setting);
  }

  get stands(): boolean {
    return 'at' in this.#setting;
  }

  /** Stands still at this moment from now on; null: runs as the machine's. */
  set(at: number | null, floor: number): void {
    this.#move(at === null ? machines : { at }, floor);
  }

  /** Moves by milliseconds, and goes on running or standing as before. */
  advance(ms: number, floor: number): void {
    const before = this.#setting;
    this.#move('at' in before ? { at: before.at + ms } : { ahead: before.ahead + ms }, floor);
  }

  #move(setting: Setting, floor: number): void {
    const moment = this.#read(setting);
    if (!(moment >= earliest && moment <= latest))
      throw faults.argument('The clock goes from 1900 to 9999.');
    if (moment < floor)
      throw faults.argument(
        `The newest row is of ${new Date(floor).toISOString()}. The clock goes back before it with "back": true only.`,
      );
    this.#setting = setting;
    this.#store.setSetting('clock', JSON.stringify(setting));
  }
}
