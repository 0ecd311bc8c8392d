import type { Frame, Locator, Page } from 'playwright-core';

/** As many controls as no screen of the demo organisation has. */
const tooMany = 300;

/** A user who has no pointer. */
export class Keyboard {
  constructor(
    private readonly page: Page,
    private readonly pane: Page | Frame,
  ) {}

  press(...keys: readonly string[]): Promise<void> {
    return keys.reduce(
      (before, key) => before.then(() => this.page.keyboard.press(key)),
      Promise.resolve(),
    );
  }

  type(text: string): Promise<void> {
    return this.page.keyboard.insertText(text);
  }

  /** Presses Tab until this has the focus. */
  async tabTo(target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    await target.waitFor();
    for (let i = 0; i < tooMany; i++) {
      if (await hasFocus(target)) return;
      await this.press(key);
    }
    throw new Error(`Tab does not reach ${target.toString()}`);
  }

  /** Goes to a control and presses Enter on it. */
  async use(target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    await this.tabTo(target, key);
    await this.press('Enter');
  }

  /** Goes to a field and replaces what is in it. */
  async write(field: Locator, text: string): Promise<void> {
    await this.tabTo(field);
    await this.press('ControlOrMeta+a');
    await this.type(text);
  }

  /** Waits until the control has the focus, which the pane itself has put there. */
  async isAt(target: Locator): Promise<void> {
    const element = await target.elementHandle();
    await this.pane.waitForFunction((wanted) => wanted === document.activeElement, element);
  }

  /** What has the focus: its accessible name, or its text. */
  focused(): Promise<string> {
    return this.pane.evaluate(() => {
      const element = document.activeElement;
      if (!(element instanceof HTMLElement) || element === document.body) return 'nothing';
      return element.getAttribute('aria-label') ?? (element.title || element.textContent.trim());
    });
  }

  /** How many controls the Tab key should reach, each marked with its number. */
  number(): Promise<number> {
    return this.pane.evaluate(() => {
      const selector = 'a[href], button, input, select, textarea, [tabindex]';
      const controls = [...document.querySelectorAll<HTMLElement>(selector)].filter(
        (element) =>
          element.tabIndex >= 0 && !element.matches(':disabled') && element.checkVisibility(),
      );
      controls.forEach((element, index) => (element.dataset['number'] = String(index)));
      return controls.length;
    });
  }

  /** The number of what has the focus; null: it is none of those that were numbered. */
  at(): Promise<number | null> {
    return this.pane.evaluate(() => {
      const number = (document.activeElement as HTMLElement | null)?.dataset['number'];
      return number === undefined ? null : Number(number);
    });
  }
}

const hasFocus = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => element === element.ownerDocument.activeElement);
