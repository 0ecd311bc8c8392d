import { describe, expect, it } from '@jest/globals';
import { random } from '../../sandbox/seed/random';
import { CrmError } from '../../src/domain/crm-error';
import type { SetOutcome, Write } from '../../src/domain/crm-server';
import { long, seedOr } from '../chance';
import { batchText, changeSetPart, error, httpPart } from './batch-parts';
import { recordedCrm, refusal } from './recorded-crm';
import { account } from './tables';

const id = (n: number): string => `aaaaaaaa-0000-4000-8000-${String(n).padStart(12, '0')}`;
const update = (n: number): Write => ({
  kind: 'update',
  table: account,
  id: id(n),
  values: { name: 'Zoë' },
  etag: '*',
});
const row = (n: number) => ({ status: 200, body: { accountid: id(n), name: 'Zoë' } });

/** The numbers of the rows that the sets write. */
const sets = [[1], [2, 3], [4], [5, 6], [7]];
const parts = sets.map((set) => {
  const [only = 0, ...more] = set;
  return more.length === 0 ? httpPart(row(only)) : changeSetPart(set.map(row), only);
});

const ask = async (body: BodyInit, status: number): Promise<readonly SetOutcome[] | CrmError> => {
  const headers = {
    'Content-Type': 'multipart/mixed; boundary=batchresponse_1',
    'OData-Version': '4.0',
  };
  const crm = recordedCrm(({ method }) =>
    method === 'POST' ? new Response(body, { status, headers }) : refusal(403, '0x80040220'),
  );
  try {
    return await crm.server.writeAll(sets.map((set) => set.map(update)));
  } catch (reason) {
    if (reason instanceof CrmError) return reason;
    throw reason;
  }
};

const kinds = (outcomes: readonly SetOutcome[] | CrmError): readonly string[] =>
  outcomes instanceof CrmError ? [outcomes.failure.kind] : outcomes.map(({ kind }) => kind);

describe('whatever answers a batch', () => {
  const { next, between, pick } = random(seedOr(20261126));
  const below = (n: number): number => between(0, n - 1);
  const rounds = long ? 10_000 : 300;

  it('in bytes that chance has changed, it is understood or a CrmError', async () => {
    const bytes = new TextEncoder().encode(batchText(parts));
    for (let round = 0; round < rounds; round += 1) {
      const changed = bytes.slice(0, next() < 0.5 ? bytes.length : below(bytes.length));
      for (let n = below(40); n > 0; n -= 1) changed[below(changed.length)] = below(256);
      const outcomes = await ask(changed, pick([200, 400, 500]));
      expect(kinds(outcomes)).toEqual(kinds(outcomes).slice(0, sets.length));
      if (!(outcomes instanceof CrmError)) expect(outcomes).toHaveLength(sets.length);
    }
  });

  it('in parts that chance has lost, repeated, swapped or refused, none is done without its own', async () => {
    for (let round = 0; round < rounds; round += 1) {
      const given: { part: string; n: number | null }[] = parts.map((part, n) => ({ part, n }));
      for (let n = below(3); n > 0; n -= 1) {
        const at = below(given.length);
        const [taken] = given.splice(at, 1);
        const turn = below(4);
        if (taken === undefined || turn === 0) continue;
        if (turn === 1) given.splice(at, 0, taken, taken);
        if (turn === 2) given.splice(below(given.length + 1), 0, taken);
        if (turn === 3) given.splice(at, 0, { part: httpPart(error(412, '0x80060882')), n: null });
      }
      const outcomes = kinds(await ask(batchText(given.map(({ part }) => part)), 200));
      const refusedAt = given.findIndex(({ n }) => n === null);
      outcomes.forEach((kind, n) => {
        if (kind === 'done') expect(given[n]?.n).toBe(n);
        if (kind === 'failed') expect(given[n]?.n).toBeNull();
        if (kind === 'notRun')
          expect([refusedAt, outcomes[refusedAt]]).toEqual([refusedAt, 'failed']);
        if (kind === 'notRun') expect(refusedAt).toBeLessThan(n);
      });
      // What chance has left alone at the start is believed.
      const sane = given.findIndex(({ n }, index) => n !== index);
      if (given.length === parts.length)
        expect(outcomes.slice(0, sane < 0 ? undefined : sane)).not.toContain('unknown');
    }
  });

  it('that was cut off at random, no part that is missing is done', async () => {
    const text = batchText(parts);
    for (let round = 0; round < rounds; round += 1) {
      const length = below(text.length);
      const arrived = text.slice(0, length).split('--batchresponse_1').length - 2;
      const outcomes = kinds(await ask(text.slice(0, length), 200));
      expect(outcomes.slice(Math.max(0, arrived))).not.toContain('done');
      expect(outcomes).not.toContain('notRun');
    }
  });
});
