import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { errorOf, id, start, type Reply, type World } from '../world';

let world: World;
beforeEach(async () => {
  world = await start();
  await world.sandbox('POST clock', { now: '2030-01-01T00:00:00Z' });
});
afterEach(() => world.crm.close());

const limits = (body: object) => world.sandbox('POST limits', body);
const advance = (seconds: number) => world.sandbox('POST clock', { advance: seconds * 1000 });
const who = (user = 'dana') => world.ask('WhoAmI', { user });
const told = (answer: Reply) => [
  answer.status,
  answer.headers.get('Retry-After'),
  answer.status === 429 ? errorOf(answer).code : '',
];

describe('service protection limits', () => {
  it('are those of Dataverse', async () => {
    expect((await world.sandbox('GET limits')).json).toEqual({
      requests: 6000,
      seconds: 1200,
      concurrent: 52,
      query: 120,
    });
    const { headers } = await who();
    expect(headers.get('x-ms-ratelimit-burst-remaining-xrm-requests')).toBe('5999');
    expect(headers.get('x-ms-ratelimit-time-remaining-xrm-requests')).toBe('1,200.00');
    expect(Number(headers.get('x-ms-dop-hint'))).toBeGreaterThan(0);
    expect(headers.get('Access-Control-Expose-Headers')).not.toMatch(/x-ms/i);
  });

  it('let so many requests in within a window that slides', async () => {
    await limits({ requests: 2 });
    expect(told(await who())).toEqual([200, null, '']);
    await advance(100);
    expect(told(await who())).toEqual([200, null, '']);
    const refused = await who();
    expect(told(refused)).toEqual([429, '200', '0x80072322']);
    expect(errorOf(refused).message).toBe(
      'Number of requests exceeded the limit of 2 over time window of 300 seconds.',
    );
    expect(refused.headers.get('x-ms-ratelimit-burst-remaining-xrm-requests')).toBe('0');
    expect(refused.headers.get('Access-Control-Expose-Headers')).toContain('Retry-After');
    await advance(200);
    expect(told(await who())).toEqual([200, null, '']);
    expect((await who()).status).toBe(429);
  });

  it('keep whoever goes on asking waiting longer', async () => {
    await limits({ requests: 1 });
    await who();
    expect(told(await who())[1]).toBe('300');
    await advance(200);
    const waits = [told(await who())[1], told(await who())[1], told(await who())[1]];
    expect(waits).toEqual(['101', '102', '103']);
    await advance(102);
    expect(told(await who())).toEqual([429, '2', '0x80072322']);
    await advance(2);
    expect((await who()).status).toBe(200);
  });

  it('are counted for each user alone', async () => {
    await limits({ requests: 1 });
    expect([(await who()).status, (await who()).status]).toEqual([200, 429]);
    expect((await who('ada')).status).toBe(200);
    expect((await world.ask('WhoAmI', { headers: { Authorization: 'x' } })).status).toBe(401);
  });

  it('count a batch once', async () => {
    await limits({ requests: 2 });
    const part =
      'Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nGET WhoAmI HTTP/1.1\r\n\r\n\r\n';
    const answer = await world.ask('$batch', {
      method: 'POST',
      headers: { 'Content-Type': 'multipart/mixed; boundary=b' },
      body: `--b\r\n${part}--b\r\n${part}--b\r\n${part}--b--\r\n`,
    });
    expect(answer.text.match(/HTTP\/1.1 200/g)).toHaveLength(3);
    expect(answer.headers.get('x-ms-ratelimit-burst-remaining-xrm-requests')).toBe('1');
  });

  it('refuse who has used up the execution time', async () => {
    await limits({ seconds: 0.01 });
    await world.sandbox('POST faults', { kind: 'delay', ms: 20, times: 1 });
    expect((await who()).status).toBe(200);
    const refused = await who();
    expect(told(refused)).toEqual([429, '300', '0x80072321']);
    expect(errorOf(refused).message).toMatch(
      /^Combined execution time of incoming requests exceeded limit of 10 milliseconds over time window of 300 seconds\./,
    );
    expect(refused.headers.get('x-ms-ratelimit-time-remaining-xrm-requests')).toBe('0.00');
    await advance(300);
    expect((await who()).status).toBe(200);
  });

  it('refuse more requests at once, and do not do them', async () => {
    await limits({ concurrent: 2 });
    await world.sandbox('POST faults', { kind: 'delay', ms: 600_000, match: { path: 'accounts' } });
    const fired = async (): Promise<void> => {
      const list = (await world.sandbox('GET faults')).json as unknown as { fired: number }[];
      if ((list[0]?.fired ?? 0) < 2) await fired();
    };
    const held = [1, 2].map((number) =>
      world.ask(`accounts(${id(number)})`, { method: 'PATCH', body: { name: `A${number}` } }),
    );
    await fired();
    const refused = await world.ask('contacts', { method: 'POST', body: { lastname: 'Late' } });
    expect(told(refused)).toEqual([429, '1', '0x80072326']);
    expect(errorOf(refused).message).toBe('Number of concurrent requests exceeded the limit of 2.');
    await world.sandbox('DELETE faults');
    expect((await Promise.all(held)).map(({ status }) => status)).toEqual([204, 204]);
    await advance(1);
    expect((await world.ask('contacts/$count')).text).toBe('0');
  });

  it('are lifted by null, and back after a reset', async () => {
    await limits({ requests: 1 });
    await limits({ requests: null });
    expect([(await who()).status, (await who()).status]).toEqual([200, 200]);
    expect((await world.sandbox('GET limits')).json['requests']).toBeNull();
    await world.sandbox('POST reset');
    expect((await world.sandbox('GET limits')).json['requests']).toBe(6000);
  });

  it('begin anew where the clock goes back', async () => {
    await limits({ requests: 1 });
    expect([(await who()).status, (await who()).status]).toEqual([200, 429]);
    await world.sandbox('POST clock', { now: '2029-01-01T00:00:00Z', back: true });
    expect((await who()).status).toBe(200);
  });

  it.each([{ requests: 0 }, { requests: 1.5 }, { seconds: '1' }, { concurrent: -1 }, { speed: 1 }])(
    'are not set by %j',
    async (body) => {
      expect((await limits(body)).status).toBe(400);
    },
  );
});
