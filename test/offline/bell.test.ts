import { expect, it } from '@jest/globals';
import { openBell } from '../../src/offline/bell';

it('is heard by everybody, the ringer included, who does not wait for them', async () => {
  const [here, there] = [openBell('a name'), openBell('a name')];
  const stranger = openBell('another name');
  const heard: string[] = [];
  stranger.listen(() => heard.push('by a stranger'));
  const everybody = new Promise<void>((resolve) => {
    const hear = (who: string) => (): void => {
      heard.push(who);
      if (heard.length === 2) resolve();
    };
    here.listen(hear('here'));
    there.listen(hear('there'));
  });
  here.ring();
  expect(heard).toEqual([]);
  await everybody;
  expect(heard.sort()).toEqual(['here', 'there']);
  for (const bell of [here, there, stranger]) bell.close();
  here.ring();
});
