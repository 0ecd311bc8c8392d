import { expect, it } from '@jest/globals';
import type { CopyProgress } from '../../src/domain/status';
import { idle } from '../../src/offline/copy/progress';
import { tellInOrder } from '../../src/offline/copy/telling';

const running: CopyProgress = { ...idle, phase: 'running' };
const done: CopyProgress = { ...idle, phase: 'done' };

it('CP18 what stands is told before a copy is done, and what follows after that', async () => {
  const told: string[] = [];
  let settle: () => void = () => undefined;
  const settling = new Promise<void>((resolve) => {
    settle = () => {
      told.push('standing');
      resolve();
    };
  });
  const { tell, told: all } = tellInOrder(
    () => settling,
    ({ phase }) => told.push(phase),
  );
  tell(running);
  expect(told).toEqual(['running']);
  tell(done);
  tell(running);
  expect(told).toEqual(['running']);
  settle();
  await all();
  expect(told).toEqual(['running', 'standing', 'done', 'running']);
  tell(running);
  expect(told).toHaveLength(5);
});

it('CP18 a copy is told to be done also where it cannot be read what stands', async () => {
  const told: string[] = [];
  const { tell, told: all } = tellInOrder(
    () => Promise.reject(new Error('closed')),
    ({ phase }) => told.push(phase),
  );
  tell(done);
  await all();
  expect(told).toEqual(['done']);
});
