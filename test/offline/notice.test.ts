import { describe, expect, it } from '@jest/globals';
import { openNotice } from '../../src/offline/notice';
import { until } from './support/settle';
import { World } from './support/world';

describe('a notice', () => {
  it('OP7 stays dismissed, in every pane and after a restart', async () => {
    const world = new World();
    const pane = await world.open();
    const notice = await openNotice(pane.store, 'pin');
    const elsewhere = await openNotice((await world.open()).store, 'pin');
    const other = await openNotice(pane.store, 'other');
    expect(notice.dismissed.get()).toBe(false);
    await notice.dismiss();
    await until(() => notice.dismissed.get() && elsewhere.dismissed.get());
    expect(other.dismissed.get()).toBe(false);
    for (const open of [notice, elsewhere, other]) open.stop();
    world.crash();
    const again = await openNotice((await world.open()).store, 'pin');
    expect(again.dismissed.get()).toBe(true);
    again.stop();
  });
});
