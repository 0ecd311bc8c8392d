import { describe, expect, it } from '@jest/globals';
import { parseMessage } from '../../src/sw/messages';

describe('a message to the service worker', () => {
  it('is understood when it asks to keep scripts or to take over', () => {
    const keep = { type: 'keep', scripts: ['https://pane.example/a.js'] };
    expect(parseMessage(keep)).toEqual(keep);
    expect(parseMessage({ type: 'SKIP_WAITING' })).toEqual({ type: 'SKIP_WAITING' });
  });

  it.each([null, 'keep', {}, { type: 'keep' }, { type: 'keep', scripts: [1] }, { type: 'other' }])(
    'is ignored when it is %j',
    (data) => expect(parseMessage(data)).toBeNull(),
  );
});
