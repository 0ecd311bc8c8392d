import type { BrowserContext, Frame, Page } from 'playwright-core';

interface Node {
  readonly ignored: boolean;
  readonly role?: { readonly value: string };
  readonly name?: { readonly value: string };
  readonly description?: { readonly value: string };
  readonly properties?: readonly {
    readonly name: string;
    readonly value: { readonly value?: unknown };
  }[];
}

const controls: ReadonlySet<string> = new Set([
  'button',
  'checkbox',
  'combobox',
  'gridcell',
  'link',
  'menuitem',
  'searchbox',
  'tab',
  'textbox',
]);

/**
 * What somebody who only hears the page would stumble over, in the tree that Chromium gives to assistive technology:
 * controls without a name, controls that nothing tells apart, headings out of order.
 */
export async function semanticFindings(
  context: BrowserContext,
  pane: Page | Frame,
): Promise<string[]> {
  const session = await context.newCDPSession(pane);
  const { nodes } = (await session.send('Accessibility.getFullAXTree')) as unknown as {
    nodes: readonly Node[];
  };
  await session.detach();
  const heard = nodes.filter(({ ignored }) => !ignored);
  const text = (value: { readonly value: string } | undefined) => value?.value.trim() ?? '';
  const findings: string[] = [];

  const known = new Set<string>();
  for (const { role, name, description } of heard) {
    if (!controls.has(text(role))) continue;
    const said = [text(role), text(name), text(description)].join(' | ');
    if (text(name) === '') findings.push(`no name: ${said}`);
    if (known.has(said)) findings.push(`said twice: ${said}`);
    if (text(description) !== '' && text(description) === text(name))
      findings.push(`described by its name: ${said}`);
    known.add(said);
  }

  const levels = heard
    .filter(({ role }) => text(role) === 'heading')
    .map(({ properties }) => Number(properties?.find(({ name }) => name === 'level')?.value.value));
  // What lies under a dialog is not heard while it is open.
  const top = heard.some(({ role }) => text(role) === 'dialog' && levels.length === 1) ? 2 : 1;
  if (levels[0] !== top || levels.lastIndexOf(1) > 0) findings.push(`headings: ${levels.join()}`);
  levels.forEach((level, index) => {
    if (level > (levels[index - 1] ?? level) + 1) findings.push(`headings: ${levels.join()}`);
  });
  return findings;
}
