import { beforeEach, describe, expect, it } from '@jest/globals';
import { notCrm, refused, unreachable } from '../../src/dataverse/errors';
import { gathered } from '../../src/dataverse/gathered';
import type { RawAnswer, Transport } from '../../src/dataverse/transport';
import { testClock } from '../offline/support/clock';
import { settle } from '../offline/support/settle';
import { batchText, error, httpPart } from './batch-parts';
import { readsIn } from './gathered-reads';

const root = 'http://crm.test/api/data/v9.2/';
const odata = { 'OData-Version': '4.0', 'Content-Type': 'application/json' };

const single = (body: unknown): RawAnswer => {
  const text = JSON.stringify(body);
  return { status: 200, headers: new Headers(odata), text, bytes: text.length };
};
const batch = (parts: readonly string[]): RawAnswer => ({
  status: 200,
  headers: new Headers({ ...odata, 'Content-Type': 'multipart/mixed; boundary=batchresponse_1' }),
  text: batchText(parts),
  bytes: 0,
});

/** The addresses of each request that was sent. */
let sent: string[][];
/** How an address is answered in a batch; by itself it is answered well. */
let part: (address: string) => string;
/** What becomes of a batch in place of its answer. */
let harm: () => void;
let held: Promise<void> | null;

const well = (address: string): string => httpPart({ status: 200, body: { value: [address] } });

const transport: Transport = async (request, read) => {
  const reads = request.address === '$batch' ? (readsIn(request.body ?? '', '') ?? []) : null;
  const addresses = reads?.map(({ url }) => url.replace('/api/data/v9.2/', ''));
  sent.push(addresses ?? [request.address]);
  await held;
  if (addresses === undefined) return read(single({ value: [request.address] }));
  harm();
  return read(batch(addresses.map(part)));
};

beforeEach(() => {
  sent = [];
  part = well;
  harm = () => undefined;
  held = null;
});

/** Asks for so many at the same moment, and what each is answered. */
function ask(many: number, decode = (value: unknown): unknown => value) {
  const send = gathered({ transport, root, clock: testClock() });
  return Promise.allSettled(
    Array.from({ length: many }, (_, n) =>
      send({ method: 'GET', address: `rows${n}` }, ({ body }) => decode(body?.['value'])),
    ),
  );
}

const names = (many: number) => Array.from({ length: many }, (_, n) => `rows${n}`);
const ofAll = (many: number) => names(many).map((name) => ({ status: 'fulfilled', value: [name] }));

describe('many reads', () => {
  it('go in six batches at a time, of ten at most', async () => {
    let goOn: () => void = () => undefined;
    held = new Promise((resolve) => {
      goOn = resolve;
    });
    const answers = ask(100);
    await settle();
    expect(sent.map((addresses) => addresses.length)).toEqual([10, 10, 10, 10, 10, 10]);
    goOn();
    expect(await answers).toEqual(ofAll(100));
    expect(sent.flat()).toEqual(names(100));
  });

  it('are shared out among as many requests as may be sent', async () => {
    expect(await ask(14)).toEqual(ofAll(14));
    expect(sent.map((addresses) => addresses.length)).toEqual([3, 3, 3, 3, 2]);
  });

  it('are sent by themselves where there is room for each', async () => {
    expect(await ask(3)).toEqual(ofAll(3));
    expect(sent).toEqual([['rows0'], ['rows1'], ['rows2']]);
  });

  it.each([
    ['was refused', () => error(400, '0x80060888')],
    ['makes no sense', () => ({ status: 200, body: 'What?' })],
  ])('are sent by themselves where their part of the answer %s', async (_, answer) => {
    part = (address) => (address === 'rows5' ? httpPart(answer()) : well(address));
    expect(await ask(12)).toEqual(ofAll(12));
    expect(sent.slice(6)).toEqual([['rows5']]);
  });

  it('are sent by themselves where nobody takes a batch', async () => {
    harm = () => {
      throw refused(403, '0x80040220', 'No', null);
    };
    expect(await ask(12)).toEqual(ofAll(12));
    expect(sent.slice(6).flat().sort()).toEqual(names(12).sort());
  });

  it.each([
    ['is lost', unreachable()],
    ['is not the CRM’s', notCrm({ status: 502 })],
    ['tells to wait', refused(429, '0x80072322', 'Too many', 7000)],
  ])('fail where the answer to all of them %s', async (_, failure) => {
    harm = () => {
      throw failure;
    };
    const answers = await ask(12);
    expect(answers).toEqual(names(12).map(() => ({ status: 'rejected', reason: failure })));
    expect(sent).toHaveLength(6);
  });

  it('fail where their own answer makes no sense', async () => {
    const wrong = new TypeError('No rows');
    const answers = await ask(12, (value) => {
      if (JSON.stringify(value) === '["rows5"]') throw wrong;
      return value;
    });
    expect(answers[5]).toEqual({ status: 'rejected', reason: wrong });
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(11);
    expect(sent.slice(6)).toEqual([['rows5']]);
  });
});
