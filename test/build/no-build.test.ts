import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { World } from '../browser/support/world';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'carryon-no-build-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('says at once what to do where there is no build for the browser tests', async () => {
  const missing = path.join(folder, 'dist');
  for (const build of [folder, missing])
    await expect(World.start({ build })).rejects.toThrow(
      `There is no build in ${build}: run "npm run build" first.`,
    );
});
