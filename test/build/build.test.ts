import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

let folder: string;
let dist: string;
let printed: string;

const files = (): string[] =>
  readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      path.relative(dist, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'),
    );

const text = (file: string): string => readFileSync(path.join(dist, file), 'utf8');

/** What the service worker keeps. */
const kept = (): string[] => [...text('sw.js').matchAll(/"url":"([^"]+)"/g)].map(([, url]) => url!);

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'carryon-build-'));
  dist = path.join(folder, 'dist');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'scripts/build.ts', dist],
    { encoding: 'utf8', env: { ...process.env, CARRYON_ORIGIN: 'https://crm.example/carryon/' } },
  );
  printed = stdout;
  if (status !== 0) throw new Error(stderr);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the build', () => {
  it('is made of static files for any web server', () => {
    expect(files()).toEqual(
      expect.arrayContaining([
        'app.webmanifest',
        'config.json',
        'icons/icon-16.png',
        'icons/mark.svg',
        'manifest.xml',
        'outlook/msajax-shim.js',
        'sw.js',
        'taskpane.html',
      ]),
    );
  });

  it('prints the size of every file and of all', () => {
    for (const file of [...files(), 'total'])
      expect(printed).toMatch(new RegExp(`^${file.replaceAll('.', '\\.')} +\\d+ +\\d+$`, 'm'));
  });

  it('names every compiled file of the pane after its content', () => {
    const assets = files().filter((file) => file.startsWith('assets/'));
    expect(assets.filter((file) => !/\.[0-9a-f]{10}\.\w+(\.LICENSE\.txt)?$/.test(file))).toEqual(
      [],
    );
  });

  it('keeps source maps apart, and nothing that is deployed names them', () => {
    expect(files().filter((file) => file.endsWith('.map'))).toEqual([]);
    for (const file of files().filter((each) => /\.(js|css)$/.test(each)))
      expect(text(file)).not.toContain('sourceMappingURL');
    expect(existsSync(path.join(folder, 'dist-maps', 'assets'))).toBe(true);
  });

  it('has no script or style in the page, so that a strict policy holds', () => {
    const page = text('taskpane.html');
    expect(page).not.toMatch(/<style|\sstyle=|\son\w+=/i);
    for (const [, attributes, content] of page.matchAll(/<script([^>]*)>([^]*?)<\/script>/g)) {
      expect(attributes).toMatch(/src=/);
      expect(content).toBe('');
    }
  });

  it('works in a folder of a web server: the page names its files relative to itself', () => {
    const names = [...text('taskpane.html').matchAll(/(?:src|href)="?([^"\s>]+)/g)].map(
      ([, name]) => name!,
    );
    expect(names.length).toBeGreaterThan(1);
    for (const name of names) {
      expect(name).not.toMatch(/^(\/|\w+:)/);
      expect(files()).toContain(name);
    }
  });

  it('writes the manifest for where it will be served', () => {
    expect(text('manifest.xml')).toContain('"https://crm.example/carryon/taskpane.html"');
    expect(text('manifest.xml')).toContain('<AppDomain>https://crm.example</AppDomain>');
    expect(text('manifest.xml')).not.toMatch(/"[^"]*localhost/);
  });

  it('loads what is rarely needed apart from the rest', () => {
    const names = files()
      .filter((file) => file.startsWith('assets/'))
      .join(' ');
    for (const chunk of ['msal', 'zag']) expect(names).toContain(`assets/${chunk}.`);
    expect(text('taskpane.html')).not.toMatch(/msal|zag|dompurify/);
  });
});

describe('the service worker of the build', () => {
  it('keeps the page and everything that it is made of', () => {
    const needed = files().filter(
      (file) => /^(assets|icons|outlook)\//.test(file) && !file.endsWith('.LICENSE.txt'),
    );
    expect(kept().sort()).toEqual([...needed, 'app.webmanifest', 'taskpane.html'].sort());
  });

  it("never keeps an admin's configuration, the manifest or itself", () => {
    expect(kept()).not.toHaveLength(0);
    for (const file of ['config.json', 'manifest.xml', 'sw.js']) expect(kept()).not.toContain(file);
  });
});
