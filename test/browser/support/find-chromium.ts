import { existsSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'msedge'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/**
 * A Chromium, Chrome or Edge of this machine, or the one kept inside the project. CHROME_PATH goes before all.
 * @throws Error that says what to do
 */
export function findChromium(): string {
  const asked = process.env['CHROME_PATH'];
  if (asked) return asked;
  const onPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const own = resolve('.chromium', 'chrome');
  const found = [...onPath, ...PLACES, own].find((file) => existsSync(file));
  if (found === undefined)
    throw new Error(
      'No Chromium, Chrome or Edge was found: install one, or name it in CHROME_PATH.',
    );
  return found;
}
