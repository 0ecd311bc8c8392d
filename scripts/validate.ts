/** `npm run validate [manifest]`: everything about manifest.xml that can be checked without a network. */
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { OfficeAddinManifest, validateManifest } from 'office-addin-manifest';
import { convert } from 'office-addin-manifest-converter';
import { PNG } from 'pngjs';
import { manifestProblems } from './manifest-checks';

function iconSize(file: string): [number, number] | null {
  try {
    const { width, height } = PNG.sync.read(readFileSync(path.join('assets/icons', file)));
    return [width, height];
  } catch {
    return null; // missing, or no PNG
  }
}

/** Microsoft's own schema reads JSON manifests only, so the XML is converted first. */
async function schemaProblems(file: string): Promise<string[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'carryon-manifest-'));
  try {
    await convert(file, folder);
    const { isValid, report } = await validateManifest(path.join(folder, 'manifest.json'));
    const errors = report?.errors?.map(({ content }) => `Schema: ${content}`) ?? [];
    return isValid || errors.length > 0 ? errors : ['Schema: the manifest is not valid.'];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function problemsOf(file: string): Promise<string[]> {
  const own = manifestProblems(await readFile(file, 'utf8'), iconSize);
  // What its readers trip over is most often what the checks above have said in plainer words.
  if (own.length > 0) return own;
  await OfficeAddinManifest.readManifestFile(file);
  return schemaProblems(file);
}

const file = process.argv[2] ?? 'manifest.xml';
try {
  const problems = await problemsOf(file);
  for (const problem of problems) console.error(problem);
  if (problems.length === 0) console.log(`${file} is valid.`);
  process.exitCode = problems.length === 0 ? 0 : 1;
} catch (error) {
  console.error(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
