import { describe, expect, it } from '@jest/globals';
import { patient } from '../../src/dataverse/patient';
import { notCrm, refused, unreachable } from '../../src/dataverse/errors';
import type { CrmAnswer, Send } from '../../src/dataverse/send';
import { testClock } from '../offline/support/clock';
import { settle } from '../offline/support/settle';

const answer: CrmAnswer = { status: 200, body: { value: 'well' }, bytes: 16 };
const lost = () => unreachable(new TypeError('Failed to fetch'));

/** A client that fails so often before it answers. */
function failing(...failures: readonly Error[]) {
  const clock = testClock();
  let sent = 0;
  const send: Send = (_, decode) => {
    const failure = failures[sent++];
    return failure ? Promise.reject(failure) : Promise.resolve(decode(answer));
  };
  const abort = new AbortController();
  const request = { method: 'GET', address: 'systemforms', signal: abort.signal } as const;
  const asked = patient(send, clock)(request, ({ body }) => body?.['value']);
  asked.catch(() => undefined);
  const pass = async (ms: number): Promise<void> => {
    await settle();
    clock.advance(ms);
    await settle();
  };
  return { asked, abort, pass, sent: () => sent };
}

describe('one of many reads that are of use together only', () => {
  it('is sent twice more where its answer is lost, or not the CRM’s', async () => {
    const { asked, pass, sent } = failing(lost(), notCrm({ status: 502 }));
    await pass(999);
    expect(sent()).toBe(1);
    await pass(1);
    expect(sent()).toBe(2);
    await pass(4000);
    expect(await asked).toBe('well');
  });

  it('gives up after that', async () => {
    const { asked, pass } = failing(lost(), lost(), lost());
    await pass(1000);
    await pass(4000);
    await expect(asked).rejects.toMatchObject({ failure: { kind: 'unreachable' } });
  });

  it('waits as long as the CRM or what stands before it wants', async () => {
    const busy = refused(429, '0x80072322', 'Too many', 7000);
    const { asked, pass, sent } = failing(
      busy,
      busy,
      busy,
      notCrm({ status: 503, retryAfterMs: 9000 }),
    );
    for (let times = 0; times < 3; times++) await pass(7000);
    expect(sent()).toBe(4);
    await pass(8999);
    expect(sent()).toBe(4);
    await pass(1);
    expect(await asked).toBe('well');
  });

  it('is not sent again where the CRM has refused it, or nobody wants it any more', async () => {
    const refusal = failing(refused(403, '0x80040220', 'No', null));
    await refusal.pass(60_000);
    await expect(refusal.asked).rejects.toMatchObject({ failure: { status: 403 } });
    const unwanted = failing(lost(), lost());
    await settle();
    unwanted.abort.abort();
    await unwanted.pass(0);
    expect(unwanted.sent()).toBeLessThanOrEqual(2);
    await expect(unwanted.asked).rejects.toMatchObject({ failure: { kind: 'unreachable' } });
  });
});
