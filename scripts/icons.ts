/** `npm run icons`: draws assets/mark.svg in every size that Outlook and browsers ask for. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { getBrowser } from './browser';

const FOLDER = 'assets/icons';
const SIZES = [16, 32, 64, 80, 128, 192, 512];

/** A mask may cut up to a tenth on each side: the mark shrinks, its ground fills the square. */
const MASKABLE = { size: 512, scale: 0.75, ground: '#0f5c8c' };

const executablePath = getBrowser();
if (executablePath === null) process.exit(1);
const mark = `data:image/svg+xml;base64,${(await readFile('assets/mark.svg')).toString('base64')}`;
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });

async function draw(file: string, size: number, scale = 1, ground = 'transparent'): Promise<void> {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const inner = Math.round(size * scale);
  await page.setContent(
    `<body style="margin:0;display:grid;place-items:center;height:100vh;background:${ground}">` +
      `<img src="${mark}" width="${inner}" height="${inner}" alt="">`,
  );
  const image = await page.screenshot({ omitBackground: true, animations: 'disabled' });
  await writeFile(path.join(FOLDER, file), image);
  await page.close();
}

try {
  for (const size of SIZES) await draw(`icon-${size}.png`, size);
  await draw('maskable-512.png', MASKABLE.size, MASKABLE.scale, MASKABLE.ground);
} finally {
  await browser.close();
}
