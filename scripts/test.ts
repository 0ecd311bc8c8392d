/**
 * `npm test`: everything that must hold, and `npm run test:all`: the same, then once more with
 * fresh random seeds and the long tests. The last line counts what passed and what failed.
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

/** Milliseconds after which a run of tests counts as hung. */
const HUNG_AFTER_MS = 30 * 60_000;

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

const node = (env: NodeJS.ProcessEnv, name: string): Promise<void> =>
  jest(name, ['--selectProjects', 'node', `--maxWorkers=${WORKERS}`], env);

async function browser(env: NodeJS.ProcessEnv, name: string): Promise<void> {
  const executable = getBrowser();
  if (executable === null) failed += 1;
  else
    await jest(name, ['--selectProjects', 'browser', '--maxWorkers=3'], {
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
  check(
    'lint',
    ['node_modules/eslint/bin/eslint.js', '.'],
    ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
  ),
]);
await check('build', ['--import', 'tsx', 'scripts/build.ts']);
await node({}, 'unit and contract tests');
if (process.argv.includes('--all')) {
  const fresh = { CARRYON_SEED: String(randomInt(1, 2 ** 31)), CARRYON_ALL: '1' };
  console.log(`--  Fresh seed: repeat with CARRYON_SEED=${fresh.CARRYON_SEED} CARRYON_ALL=1`);
  await node(fresh, 'the same with a fresh seed, and long ones');
  await browser(fresh, 'browser tests, and long ones');
} else {
  await browser({}, 'browser tests');
}

await rm(reports, { recursive: true, force: true });
console.log(`All of it took ${seconds(began)}.`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
