/** One process of a simulation: plays the seeds it is given and tells the results, a line of JSON each. */
import { Crm } from './crm';
import { simulate } from './simulate';

const [first, count, step] = process.argv.slice(2).map(Number);
const crm = await Crm.start();
for (let n = 0; n < (count ?? 0); n++) {
  const { seed, broken, trace } = await simulate((first ?? 1) + n * (step ?? 1), crm);
  const told = { seed, broken, steps: trace.length, trace: broken === null ? [] : trace };
  process.stdout.write(`${JSON.stringify(told)}\n`);
}
process.exit(0);
