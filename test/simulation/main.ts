/** `npm run simulate -- --seeds N [--from S]`: plays so many seeds. `--seed S`: plays one and tells all of it. */
import { parseArgs } from 'node:util';
import { Crm } from './crm';
import { play, report } from './play';
import { simulate } from './simulate';

const number = (text: string, option: string): number => {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value < 2 ** 32) return value;
  throw new Error(`--${option} needs a whole number, not "${text}".`);
};

async function one(seed: number): Promise<boolean> {
  const { trace, broken } = await simulate(seed, await Crm.start());
  process.stdout.write(`${trace.join('\n')}\n${broken ?? 'Every rule held.'}\n`);
  return broken === null;
}

async function many(seeds: number, first: number): Promise<boolean> {
  const began = performance.now();
  let done = 0;
  const { steps, broken } = await play({
    first,
    seeds,
    heard(told) {
      done += 1;
      if (told.broken !== null) process.stdout.write(`${report(told)}\n`);
      if (done % 1000 === 0) process.stderr.write(`${done} of ${seeds}\n`);
    },
  });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  process.stdout.write(
    `${seeds} seeds from ${first}, ${steps} steps, ${broken.length} broken, ${seconds} s\n`,
  );
  return broken.length === 0;
}

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string' },
    seed: { type: 'string' },
  },
});
const fresh = Math.floor(Math.random() * 2 ** 31);
const held =
  values.seed === undefined
    ? await many(number(values.seeds, 'seeds'), number(values.from ?? String(fresh), 'from'))
    : await one(number(values.seed, 'seed'));
process.exit(held ? 0 : 1);
