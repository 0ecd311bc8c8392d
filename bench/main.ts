/** `npm run bench -- [name]`: runs one benchmark, or all; a table on stdout, bench/results/<name>.json beside it. */
import { outbox } from './outbox';
import { save, table } from './report';
import type { Result } from './report';
import { sandbox } from './sandbox';
import { smoke } from './smoke';

const benches: Readonly<Record<string, () => Promise<readonly Result[]>>> = {
  smoke,
  sandbox,
  outbox,
};

const asked = process.argv[2];
if (asked !== undefined && !Object.hasOwn(benches, asked)) {
  process.stderr.write(`No benchmark ${asked}. There are: ${Object.keys(benches).join(', ')}\n`);
  process.exit(1);
}
for (const [name, bench] of Object.entries(benches)) {
  if (asked !== undefined && asked !== name) continue;
  const at = new Date();
  const results = await bench();
  await save(name, at, results);
  process.stdout.write(`${table(results)}\n`);
}
process.exit(0);
