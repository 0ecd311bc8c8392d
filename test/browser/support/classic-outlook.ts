import type { BrowserContext, Frame, Page } from 'playwright-core';
import { paneFrame } from './pane-frame';

/** The sandbox's own page: the pane in the classic flavour of Office.js. */
export class ClassicOutlook {
  private constructor(readonly page: Page) {}

  /** @param url of the simulated Outlook, with `?item=...&pin=on` and the like where wanted */
  static async open(context: BrowserContext, url: string): Promise<ClassicOutlook> {
    const page = await context.newPage();
    await page.goto(url);
    return new ClassicOutlook(page);
  }

  pane(): Promise<Frame> {
    return paneFrame(this.page);
  }

  /** Opens the item with this subject; unpinned this gives a new pane. */
  select(subject: string): Promise<void> {
    const list = this.page.getByRole('listbox', { name: 'Messages' });
    return list.getByRole('option', { name: subject }).first().click();
  }

  press(button: 'Pin' | 'Close pane' | 'Open pane' | 'New message' | 'New appointment') {
    return this.page.getByRole('button', { name: button, exact: true }).click();
  }

  /** Plugs the network in or out, and waits until it is done. */
  async network(up: boolean): Promise<void> {
    const answered = this.page.waitForResponse('**/_sandbox/network');
    await this.page.getByRole('checkbox', { name: 'Network' }).setChecked(up);
    await answered;
  }

  async theme(name: 'Light' | 'Dark'): Promise<void> {
    await this.page.getByRole('combobox', { name: 'Theme' }).selectOption(name);
  }
}
