import { describe, expect, it } from '@jest/globals';
import { isListMembership, isSeenFromList, whyNoMember } from '../../src/domain/list-membership';

describe('LK6 A marketing list', () => {
  it.each([
    ['of contacts', { createdfromcode: 2, type: false, lockstatus: false }, null],
    ['of which little is known', {}, null],
    ['of accounts', { createdfromcode: 1, type: false }, 'otherTable'],
    ['that finds its members itself', { createdfromcode: 2, type: true }, 'dynamic'],
    ['that is locked', { createdfromcode: 2, lockstatus: true }, 'locked'],
  ])('%s takes a contact, or says why not', (_, list, why) => {
    expect(whyNoMember(list, 'contact')).toBe(why);
  });

  it('is one side of a relationship that is told by its own table', () => {
    expect(isListMembership({ intersect: 'listmember' })).toBe(true);
    expect(isListMembership({ intersect: 'contactleads' })).toBe(false);
    expect([isSeenFromList({ mine: 'listid' }), isSeenFromList({ mine: 'entityid' })]).toEqual([
      true,
      false,
    ]);
  });
});
