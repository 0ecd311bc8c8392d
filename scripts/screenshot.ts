/** `npm run screenshot`: docs/screenshot.png, of the pane beside a message in the simulated Outlook. */
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
  const page = await browser.newPage({ viewport: { width: 1280, height: 760 } });
  await page.goto(sandbox.addresses.outlook);
  await page.getByRole('listbox', { name: 'Messages' }).getByRole('option').first().click();
  const pane = page.frameLocator('iframe[title="Carryon"]');
  await pane.locator('html[data-ready="true"]').waitFor();
  await pane.getByRole('status', { name: 'Sync' }).filter({ hasText: 'Up to date' }).waitFor();
  await page.screenshot({ path: 'docs/screenshot.png', animations: 'disabled' });
} finally {
  await browser.close();
  sandbox.process.kill('SIGTERM');
  await rm(folder, { recursive: true, force: true });
}
