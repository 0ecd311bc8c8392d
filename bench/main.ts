/** `npm run bench -- [name [option]]`: runs one benchmark, or all; a table on stdout, bench/results/<name>.json beside it. */
import { download } from './download';
import { growth } from './growth';
import { large } from './large';
import { outbox } from './outbox';
import { save, table } from './report';
import type { Result } from './report';
import { sandbox } from './sandbox';
import { smoke } from './smoke';

const benches: Readonly<Record<string, (option?: string) => Promise<readonly Result[]>>> = {
  smoke,
  sandbox,
  outbox,
  download,
  large,
  growth,
};

const [, , asked, option] = process.argv;
if (asked !== undefined && !Object.hasOwn(benches, asked)) {
  process.stderr.write(`No benchmark ${asked}. There are: ${Object.keys(benches).join(', ')}\n`);
  process.exit(1);
}
for (const [name, bench] of Object.entries(benches)) {
  if (asked !== undefined && asked !== name) continue;
  const at = new Date();
  const results = await bench(option);
  await save(name, at, results);
  process.stdout.write(`${table(results)}\n`);
}
process.exit(0);
