import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** What became of a seed; the trace of one that is not broken is not kept. */
export interface Told {
  readonly seed: number;
  readonly broken: string | null;
  readonly steps: number;
  readonly trace: readonly string[];
}

export interface Played {
  readonly seeds: number;
  readonly steps: number;
  readonly broken: readonly Told[];
}

interface Orders {
  readonly first: number;
  readonly seeds: number;
  /** Called for each seed as it ends. */
  readonly heard?: (told: Told) => void;
  /** Ends at the first that is broken. */
  readonly untilBroken?: boolean;
  /** The project's folder. */
  readonly root?: string;
  readonly processes?: number;
}

const here = fileURLToPath(new URL('../..', import.meta.url));

/** Plays seeds in processes side by side. Rejects where one of these ends before its time. */
export async function play({ first, seeds, heard, untilBroken, ...more }: Orders): Promise<Played> {
  const { root = here, processes = availableParallelism() } = more;
  const parts = Math.min(processes, seeds);
  const all: Told[] = [];
  const shards = Array.from({ length: parts }, (_, part) => {
    const count = Math.ceil((seeds - part) / parts);
    const argument = [first + part, count, parts].map(String);
    const shard = spawn(
      process.execPath,
      ['--import', 'tsx', 'test/simulation/shard.ts', ...argument],
      { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    return { shard, count };
  });
  let ended = false;
  await Promise.all(
    shards.map(async ({ shard, count }) => {
      let got = 0;
      for await (const line of createInterface({ input: shard.stdout })) {
        const told = JSON.parse(line) as Told;
        got += 1;
        all.push(told);
        heard?.(told);
        if (untilBroken !== true || told.broken === null) continue;
        ended = true;
        for (const other of shards) other.shard.kill();
      }
      if (got < count && !ended)
        throw new Error(`A process of the simulation ended after ${got} of ${count} seeds.`);
    }),
  );
  return {
    seeds: all.length,
    steps: all.reduce((sum, { steps }) => sum + steps, 0),
    broken: all.filter(({ broken }) => broken !== null),
  };
}

/** How a broken seed is told, and how to see it again. */
export const report = ({ seed, broken, trace }: Told): string =>
  [
    `Seed ${seed}: ${broken}`,
    ...trace.slice(-60).map((line) => `  ${line}`),
    `  All of it: npm run simulate -- --seed ${seed}`,
  ].join('\n');
