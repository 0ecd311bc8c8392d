import { describe, expect, it } from '@jest/globals';
import { amongPeople } from '../../src/taskpane/trips/people';
import { fakeModel } from './support/fake-model';
import { dana, fieldTeam } from './support/fake-rows';

const { ownerid, primarycontactid } = fakeModel['account']!.columns;

describe('whom a condition can name', () => {
  const named = (...targets: string[]) =>
    amongPeople({ ...ownerid!, targets }, [dana, fieldTeam])?.map(({ name }) => name);

  it('is each colleague and team that the column may refer to', () => {
    expect(ownerid!.targets).toEqual(['systemuser', 'team']);
    expect(named('systemuser', 'team')).toEqual([dana.name, fieldTeam.name]);
    expect(named('systemuser')).toEqual([dana.name]);
  });

  it('is found in another way where the column refers to records', () => {
    expect(amongPeople(primarycontactid!, [dana])).toBeUndefined();
    expect(named('systemuser', 'account')).toBeUndefined();
    expect(named()).toBeUndefined();
  });
});
