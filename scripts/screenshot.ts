/** `npm run screenshot`: docs/screenshot.png, of a message that is tracked without a network. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { getBrowser } from './browser';
import { build, prepare } from './bundle';
import { startSandbox } from './sandbox';

const executablePath = getBrowser();
if (executablePath === null) process.exit(1);
const folder = await mkdtemp(path.join(tmpdir(), 'carryon-screenshot-'));
const dist = path.join(folder, 'dist');
await prepare(dist);
await build(dist);
const sandbox = await startSandbox(['--port', '0', '--crm-port', '0', '--build', dist]);
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 690 } });
  await page.goto(sandbox.addresses.outlook);
  const messages = page.getByRole('listbox', { name: 'Messages' });
  await messages.getByRole('option', { name: 'Conveyor line 3' }).first().click();
  const pane = page.frameLocator('iframe[title="Carryon"]');
  const status = (name: string, text: string) =>
    pane.getByRole('status', { name }).filter({ hasText: text });
  await status('Sync', 'Up to date').waitFor();
  await page.getByRole('checkbox', { name: 'Network' }).uncheck();
  await status('Connection', 'Offline').waitFor();
  await pane.getByRole('button', { name: 'Track', exact: true }).click();
  await status('Sync', '1 change waiting').waitFor();
  await page.screenshot({ path: 'docs/screenshot.png', animations: 'disabled' });
} finally {
  await browser.close();
  sandbox.process.kill('SIGTERM');
  await rm(folder, { recursive: true, force: true });
}
