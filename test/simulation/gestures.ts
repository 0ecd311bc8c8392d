import { rowKey } from '../../src/domain/row';
import type { Change } from '../../src/domain/change';
import type { Values } from '../../src/domain/value';
import { type Gesture, isTag } from './user';

/** Everything that a change says. */
const valuesOf = (change: Change): Values => {
  if (change.kind === 'action') return change.action.params;
  return 'values' in change ? change.values : {};
};

/** A text that tells one save from all others, and where it was written. */
interface Written {
  readonly text: string;
  readonly key: string;
  readonly column: string;
  /** When the user began, and when the pane said that it is saved: in the order of what was heard. */
  readonly began: number;
  saved: number;
}

/** What the user has begun to save, and what the pane said was saved. */
export class Gestures {
  readonly #written: Written[] = [];
  #heard = 0;

  begin({ changes }: Gesture): void {
    for (const change of changes)
      for (const [column, text] of Object.entries(valuesOf(change)))
        if (isTag(text)) {
          this.#heard += 1;
          // Nothing takes the place of an action.
          const key = change.kind === 'action' ? text : rowKey(change.ref);
          this.#written.push({ text, column, key, began: this.#heard, saved: Infinity });
        }
  }

  saved({ changes }: Gesture): void {
    const texts = changes.flatMap((change) => Object.values(valuesOf(change)));
    this.#heard += 1;
    for (const one of this.#written) if (texts.includes(one.text)) one.saved = this.#heard;
  }

  /**
   * A text that was saved and is not among those that are kept; null: there is none. A change that was refused takes in
   * what is saved on its columns later, so a later one may stand for it.
   */
  lost(kept: ReadonlySet<string>): string | null {
    for (const { text, key, column, began, saved } of this.#written) {
      if (saved === Infinity) continue;
      const heirs = this.#written.filter(
        (other) => other.key === key && other.column === column && other.saved > began,
      );
      if (!heirs.some((heir) => kept.has(heir.text))) return text;
    }
    return null;
  }
}
