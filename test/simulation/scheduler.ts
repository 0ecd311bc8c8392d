import type { Random } from '../../sandbox/seed/random';

/** Whose step it is: steps of the frozen wait, steps of the dead never come. */
export interface Owner {
  readonly name: string;
  readonly life: 'running' | 'frozen' | 'dead';
}

interface Step {
  readonly owner: Owner;
  readonly what: string;
  readonly run: () => Promise<void>;
}

/** Lets whoever waits for a result go on until it asks for the next thing. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Everything that code under test asks of the world passes through here as a step, and chance decides which of the
 * waiting ones comes next: one at a time, so that a seed gives the same run again.
 */
export class Scheduler {
  /** What happened, in order. */
  readonly trace: string[] = [];
  #waiting: Step[] = [];

  constructor(readonly random: Random) {}

  note(what: string): void {
    this.trace.push(what);
  }

  /** Resolves with what `work` gives once its turn has come; never where the owner has died by then. */
  step<T>(owner: Owner, what: string, work: () => T | Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const run = (): Promise<void> =>
        Promise.resolve()
          .then(work)
          .then(
            (value) => {
              if (owner.life !== 'dead') resolve(value);
            },
            (error: Error) => {
              if (owner.life !== 'dead') reject(error);
            },
          );
      this.#waiting.push({ owner, what, run });
    });
  }

  /** Does one step. @returns false where none can be done. */
  async next(): Promise<boolean> {
    this.#waiting = this.#waiting.filter(({ owner }) => owner.life !== 'dead');
    const ready = this.#waiting.filter(({ owner }) => owner.life === 'running');
    if (ready.length === 0) return false;
    const step = this.random.pick(ready);
    this.#waiting.splice(this.#waiting.indexOf(step), 1);
    this.note(`${step.owner.name}: ${step.what}`);
    await step.run();
    await turn();
    return true;
  }

  /** Lets what was just begun come to its first step. */
  readonly settle = turn;
}
