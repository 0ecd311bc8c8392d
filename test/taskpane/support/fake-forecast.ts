import type { Forecast, Verdict } from '../../../src/domain/forecast';
import type { Process } from '../../../src/domain/process';
import { fakeEntries } from './fake-entries';
import { guid, me } from './fake-rows';

const theirs = (values: Record<string, string>) => ({
  values,
  etag: 'W/"9"',
  by: 'Omar Haddad',
  at: '2026-03-02T07:40:00Z',
});

/** Every verdict there is, given to the entries in turn. */
const verdicts: readonly Verdict[] = [
  {
    kind: 'refused',
    failure: { kind: 'answered', status: 403, code: '0x80040220', message: '', retryAfterMs: null },
  },
  { kind: 'waits' },
  { kind: 'overwrites', theirs: theirs({ telephone1: '+1 206 555 0123' }) },
  { kind: 'duplicate', names: ['Jonas Lindqvist', ''] },
  { kind: 'stays' },
  { kind: 'gone' },
  { kind: 'asks', theirs: theirs({ jobtitle: 'Chief of Logistics' }) },
  {
    kind: 'yields',
    yielded: { address1_city: null },
    theirs: theirs({ address1_city: 'Tacoma' }),
    whole: true,
  },
  { kind: 'merged', theirs: theirs({ jobtitle: 'Buyer, Nordics' }) },
  { kind: 'done' },
];

export const fakeForecast = (): Forecast =>
  new Map(
    fakeEntries().map(({ id }, index) => [
      id,
      verdicts[index % verdicts.length] ?? { kind: 'sent' },
    ]),
  );

const process = (more: Partial<Process>): Process => ({
  id: guid(3),
  name: '',
  table: 'contact',
  realTime: false,
  onCreate: false,
  onDelete: false,
  onDemand: false,
  columns: [],
  scope: 'organization',
  ownerId: me,
  businessUnitId: guid(2),
  ...more,
});

export const fakeProcesses = (): Process[] => [
  process({ name: 'Welcome new customer', onCreate: true }),
  process({ name: 'Check the address', onCreate: true, realTime: true }),
  process({
    name: 'Tell the owner',
    table: 'account',
    columns: ['telephone1'],
    scope: 'unitsBelow',
  }),
  process({ name: 'Ask for a reference', table: 'opportunity', onDemand: true }),
  process({ id: guid(4), name: 'Warn the board', table: 'opportunity', onDemand: true }),
];
