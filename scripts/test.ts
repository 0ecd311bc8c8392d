/**
 * `npm test`: what must hold after each change, and `npm run test:all`: the same, where the tests that draw random numbers
 * have fresh ones, with the long tests and all browser tests. The last line counts what passed and what failed.
 */
import { randomInt } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { getBrowser } from './browser';
import { runNode } from './run';

const JEST = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'];

/** Two at least: jest runs in its own process else, which cannot be replaced when its memory has grown. */
const WORKERS = Math.max(2, availableParallelism() - 1);

/** Which tests another seed is another test for. */
const DRAWING = ['--findRelatedTests', 'test/chance.ts'];

/** What a browser shows best, in the time that somebody waits for `npm test`; the rest is in a folder of its own. */
const BRIEF = ['--testPathIgnorePatterns', '/browser/thorough/'];

/** Milliseconds after which a run of tests counts as hung. */
const HUNG_AFTER_MS = 45 * 60_000;

let passed = 0;
let failed = 0;
const began = performance.now();
const reports = await mkdtemp(path.join(tmpdir(), 'carryon-test-'));

const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** A check that is not a test: it says nothing while it holds. */
async function check(name: string, ...commands: readonly (readonly string[])[]): Promise<void> {
  const start = performance.now();
  for (const command of commands) {
    const { ok, output } = await runNode(command);
    if (ok) continue;
    failed += 1;
    console.log(`${output.trim()}\nFAILED  ${name}`);
    return;
  }
  console.log(`ok  ${name} (${seconds(start)})`);
}

async function jest(name: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const start = performance.now();
  console.log(`--  ${name}`);
  const report = path.join(reports, `${name.replaceAll(/\W+/g, '-')}.json`);
  const ended = await runNode([...JEST, ...args, '--json', `--outputFile=${report}`], {
    show: true,
    env,
    limitMs: HUNG_AFTER_MS,
  });
  const counts = await countsOf(report);
  passed += counts.passed;
  failed += counts.failed;
  if (!ended.ok && counts.failed === 0) failed += 1; // it broke before or after its tests
  console.log(`${ended.ok ? 'ok' : 'FAILED'}  ${name} (${seconds(start)})`);
}

async function countsOf(report: string): Promise<{ passed: number; failed: number }> {
  try {
    const counts = JSON.parse(await readFile(report, 'utf8')) as Record<string, number>;
    return {
      passed: counts['numPassedTests'] ?? 0,
      // A file that cannot even be loaded has no tests that could fail.
      failed: (counts['numFailedTests'] ?? 0) + (counts['numRuntimeErrorTestSuites'] ?? 0),
    };
  } catch {
    return { passed: 0, failed: 0 }; // it never came to writing one
  }
}

const node = (env: NodeJS.ProcessEnv, name: string, only: readonly string[] = []): Promise<void> =>
  jest(name, ['--selectProjects', 'node', `--maxWorkers=${WORKERS}`, ...only], env);

/** What leaves these tests of the node project out. */
async function allBut(tests: readonly string[]): Promise<string[]> {
  const list = [...JEST, '--selectProjects', 'node', '--listTests', '--json', ...tests];
  const { ok, output } = await runNode(list);
  if (!ok) throw new Error(output);
  const [files = '[]'] = /^\[.*\]$/m.exec(output) ?? [];
  const names = (JSON.parse(files) as string[]).map((file) =>
    path.relative('test', file).replaceAll('\\', '/').replaceAll('.', '\\.'),
  );
  return ['--testPathIgnorePatterns', '/test/browser/', ...names.map((name) => `/test/${name}$`)];
}

async function browser(
  env: NodeJS.ProcessEnv,
  name: string,
  only: readonly string[] = [],
): Promise<void> {
  const executable = getBrowser();
  if (executable === null) failed += 1;
  else
    await jest(name, ['--selectProjects', 'browser', '--maxWorkers=3', ...only], {
      ...env,
      CHROME_PATH: executable,
    });
}

const tsc = (project: string): string[] => ['node_modules/typescript/bin/tsc', '-p', project];

await Promise.all([
  check(
    'types',
    tsc('tsconfig.json'),
    tsc('tsconfig.worker.json'),
    tsc('tsconfig.node.json'),
    tsc('sandbox/outlook/page'),
  ),
  check('lint', ['node_modules/eslint/bin/eslint.js', '.']),
  check('format', [
    'node_modules/prettier/bin/prettier.cjs',
    '--check',
    '--log-level',
    'warn',
    '.',
  ]),
  check('build', ['--import', 'tsx', 'scripts/build.ts']),
]);
if (process.argv.includes('--all')) {
  const fresh = { CARRYON_SEED: String(randomInt(1, 2 ** 31)), CARRYON_ALL: '1' };
  console.log(`--  Fresh seed: repeat with CARRYON_SEED=${fresh.CARRYON_SEED} CARRYON_ALL=1`);
  await node({}, 'unit and contract tests that draw nothing', await allBut(DRAWING));
  await node(fresh, 'those that draw, with a fresh seed, and long ones', DRAWING);
  await browser(fresh, 'all browser tests, and long ones');
} else {
  await node({}, 'unit and contract tests');
  await browser({}, 'browser tests', BRIEF);
}

await rm(reports, { recursive: true, force: true });
console.log(`All of it took ${seconds(began)}.`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
