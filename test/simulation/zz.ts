import { hunt, mutants } from './mutants';
for (const m of mutants.filter((m) => /repeated for|may still arrive/.test(m.name))) {
  const t = Date.now();
  const p = await hunt(m, 1, 4000);
  console.log(m.name, p.seeds, p.broken.map((b) => b.broken).slice(0, 2), (Date.now() - t) / 1000);
}
process.exit(0);
