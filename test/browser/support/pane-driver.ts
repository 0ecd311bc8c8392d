import type { Frame, Locator, Page } from 'playwright-core';

/** The pane as a user meets it: everything is found by the roles and names that the contract fixes. */
export class PaneDriver {
  constructor(readonly pane: Page | Frame) {}

  /** Waits for the first screen. */
  async ready(): Promise<this> {
    await this.pane.locator('html[data-ready="true"]').waitFor();
    return this;
  }

  status(name: 'Connection' | 'Sync' | 'Tracking'): Locator {
    return this.pane.getByRole('status', { name, exact: true });
  }

  /** Waits until the status says this. */
  async says(name: 'Connection' | 'Sync' | 'Tracking', text: string | RegExp): Promise<void> {
    await this.status(name).filter({ hasText: text }).waitFor();
  }

  button(name: string | RegExp): Locator {
    return this.pane.getByRole('button', { name, exact: true });
  }

  tab(name: 'Message' | 'Meeting' | 'Records' | 'Outbox'): Promise<void> {
    return this.pane.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
  }

  /** The field of the form that shows; forms of other tabs stay in the page. */
  field(label: string): Locator {
    return this.pane.getByLabel(label, { exact: true }).filter({ visible: true });
  }

  get heading(): Locator {
    return this.pane.getByRole('heading', { level: 1 });
  }

  /** Opens the tab Records at its list. */
  async records(): Promise<void> {
    await this.tab('Records');
    const search = this.pane.getByRole('searchbox', { name: 'Search records' });
    const back = this.button('Back');
    await search.or(back).first().waitFor();
    while (await back.isVisible()) await back.click();
    await search.waitFor();
  }

  async search(text: string): Promise<Locator> {
    await this.records();
    await this.pane.getByRole('searchbox', { name: 'Search records' }).fill(text);
    return this.pane.getByRole('list', { name: 'Records' }).getByRole('listitem');
  }

  /** Opens the record with this primary name through the search. */
  async open(name: string): Promise<void> {
    const items = await this.search(name);
    await items.getByRole('button', { name, exact: true }).first().click();
    await this.pane.getByRole('heading', { name, exact: true }).waitFor();
  }

  /** Waits until everything the pane needs for a start without a network is kept. */
  async startsOffline(): Promise<void> {
    await this.button('Offline data').click();
    await this.pane
      .getByText('The files that Carryon starts from are on this computer too.')
      .waitFor();
    await this.button('Back').click();
  }

  /** Saves a choice of records that may keep fewer than the one before. */
  async saveFewer(): Promise<void> {
    await this.button('Save').click();
    await this.button('Save, let them leave').click();
  }

  /** Stays local from now on, with what the trips bring. From the screen "Offline data". */
  async goOffline(): Promise<void> {
    await this.button('Go offline').click();
    await this.button('Start').click();
    await this.says('Connection', 'Working offline');
  }

  /**
   * Fills fields of the open form: text, the label of a choice, "Yes" or "No", a date as "2027-02-03" (its time of day
   * is a field of its own), the name of the record that a lookup is to refer to.
   */
  async fill(values: Readonly<Record<string, string>>): Promise<void> {
    for (const [label, value] of Object.entries(values)) {
      const field = this.field(label);
      const control = await field.evaluate(
        (element) =>
          element.getAttribute('role') ?? element.getAttribute('type') ?? element.tagName,
      );
      if (control === 'SELECT') await field.selectOption(value);
      else if (control === 'checkbox') await field.setChecked(value === 'Yes');
      else if (control === 'combobox') await this.choose(label, value);
      else await field.fill(value);
    }
  }

  private async choose(label: string, name: string): Promise<void> {
    // The lookups' machine is loaded after the form shows.
    await this.field(label).and(this.pane.locator(':not([readonly])')).fill(name);
    await this.pane.getByRole('option', { name }).first().click();
    await this.pane.getByRole('option').first().waitFor({ state: 'hidden' });
  }

  /** Creates a record by the button "New" above the list. @param table its label */
  async create(table: string, values: Readonly<Record<string, string>>): Promise<void> {
    await this.records();
    await this.button('New').click();
    await this.pane.getByRole('menuitem', { name: table, exact: true }).click();
    await this.fill(values);
    await this.save();
  }

  /** Presses Save and waits until the pane says that it is saved. */
  async save(): Promise<void> {
    await this.button('Save').click();
    await this.pane.getByText('Saved on this computer').waitFor();
  }

  /** Edits the record with this name. */
  async edit(name: string, values: Readonly<Record<string, string>>): Promise<void> {
    await this.open(name);
    await this.button('Edit').click();
    await this.fill(values);
    await this.save();
  }

  /** The records of the pending changes, in playback order. */
  async pending(): Promise<string[]> {
    await this.tab('Outbox');
    await this.pane.getByRole('button', { name: 'Send now' }).waitFor();
    return this.entries
      .getByRole('button', { name: /^Discard, / })
      .evaluateAll((buttons) =>
        buttons.map((button) => (button.getAttribute('aria-label') ?? '').replace('Discard, ', '')),
      );
  }

  /** The list items of the pending changes. */
  get entries(): Locator {
    return this.pane.getByRole('list', { name: 'Pending changes' }).locator('> li');
  }

  /** The pending change of the record with this name; of several, the first. */
  entry(name: string): Locator {
    const discard = this.pane.getByRole('button', { name: `Discard, ${name}`, exact: true });
    return this.entries.filter({ has: discard }).first();
  }

  /** The states of the pending changes, in playback order. */
  states(): Promise<(string | null)[]> {
    return this.entries.evaluateAll((items) =>
      items.map((item) => item.getAttribute('data-state')),
    );
  }

  /** Discards a pending change, and says yes to the question. */
  async discard(name: string): Promise<void> {
    await this.button(`Discard, ${name}`).first().click();
    await this.pane.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
    await this.pane.getByText('Change discarded').waitFor();
  }

  /** The list items of what was sent, the newest first. */
  get sent(): Locator {
    return this.pane.getByRole('list', { name: 'Sent' }).locator('> li');
  }
}
