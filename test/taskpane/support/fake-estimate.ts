import { CrmError } from '../../../src/domain/crm-error';
import {
  type Estimate,
  estimate,
  type Expected,
  noAttachments,
} from '../../../src/domain/estimate';
import { rowsKept, type Trip } from '../../../src/domain/trip';
import { fakeModel } from './fake-model';

/**
 * What is found out of the next sync: more the more is chosen, a great deal, nothing, while much leaves; or it fails at
 * first, takes for ever, or is held by the CRM for ever.
 */
export type FakeEstimate = 'some' | 'huge' | 'nothing' | 'fails' | 'silent' | 'busy';

const trouble = new CrmError({
  kind: 'answered',
  status: 503,
  code: '',
  message: '',
  retryAfterMs: null,
});

/** Rows of a table by what is kept of it. */
const rowsOf = { none: 0, related: 12, mine: 40, team: 480, all: 28_000 } as const;

/** The estimates of a pane. */
export function fakeEstimates(kind: FakeEstimate) {
  let asked = 0;
  return (trips: readonly Trip[]): Promise<Estimate> => {
    asked += 1;
    if (kind === 'silent' || kind === 'busy') return new Promise(() => undefined);
    if (kind !== 'fails') return estimateOf(kind, trips);
    return asked === 1 ? Promise.reject(trouble) : estimateOf('some', trips);
  };
}

function estimateOf(kind: 'some' | 'huge' | 'nothing', trips: readonly Trip[]): Promise<Estimate> {
  const times = { some: 1, huge: 40, nothing: 0 }[kind];
  const expected = Object.values(fakeModel).map((table, index): Expected => {
    const kept = rowsKept(trips, table);
    const rows = rowsOf[kept] * times * (1 + (index % 3));
    return {
      table: table.name,
      rows,
      more: rows > 50_000,
      sample: { rows: 200, bytes: 400_000 + index * 30_000, ms: 300 },
      checked: 0,
      requests: 2,
      matchesNothing: rows === 0 && kept !== 'none' && kept !== 'related',
    };
  });
  const leaving = kind === 'nothing' ? 98_765 : 0;
  const brings = kind !== 'nothing' && trips.some(({ on, attachments }) => on && attachments);
  const files = brings
    ? { count: 12, size: 19_600_000, tooLarge: { count: 3, size: 84_000_000 } }
    : noAttachments;
  const around = trips.filter(({ on, source }) => on && source !== undefined);
  const foundNothing = kind === 'nothing' ? around.map(({ name }) => name) : [];
  const pace = { start: 0, request: 80, store: 0.5 };
  return Promise.resolve(estimate(expected, pace, { leaving, attachments: files, foundNothing }));
}
