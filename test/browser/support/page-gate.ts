import type { BrowserContext } from 'playwright-core';

/** Lets requests for pages of rows through up to a number, so that a test decides how far a copy has come. */
export class PageGate {
  #asked = 0;
  #allowed = 0;
  #changed: () => void = () => undefined;
  #change = this.#next();

  private constructor() {}

  static async install(context: BrowserContext): Promise<PageGate> {
    const gate = new PageGate();
    await context.route('**/api/data/**', async (route) => {
      const prefer = route.request().headers()['prefer'] ?? '';
      if (prefer.includes('odata.maxpagesize')) await gate.#pass();
      await route.continue().catch(() => undefined); // the browser may have been closed meanwhile
    });
    return gate;
  }

  /** From now on this many requests pass, counted from the first. */
  allow(requests: number): void {
    this.#allowed = requests;
    this.#tell();
  }

  /** Waits until so many have passed and the next one is held: what they brought is written. */
  async reached(requests: number): Promise<void> {
    while (this.#asked <= requests) await this.#change;
  }

  async #pass(): Promise<void> {
    this.#asked += 1;
    const mine = this.#asked;
    this.#tell();
    while (mine > this.#allowed) await this.#change;
  }

  #tell(): void {
    this.#changed();
    this.#change = this.#next();
  }

  #next(): Promise<void> {
    return new Promise((resolve) => {
      this.#changed = resolve;
    });
  }
}
