import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { errorOf, start, type World } from '../world';

let world: World;
beforeEach(async () => {
  world = await start();
});
afterEach(() => world.crm.close());

const http = 'Content-Type: application/http';
const binary = 'Content-Transfer-Encoding: binary';
const json = 'Content-Type: application/json';
const post = 'POST /api/data/v9.2/accounts HTTP/1.1';
const name = '{"name":"Ünal"}';

const lines = (...each: string[]): string => each.join('\r\n');
const part = (head: string[], request: string[], body = ''): string =>
  lines('--b', ...head, '', ...request, '', body, '');
const changeSet = (head: string[], ...parts: string[]): string =>
  lines('--b', ...head, '', `${parts.join('').replaceAll('--b\r\n', '--c\r\n')}--c--`, '');

const send = (...parts: string[]) =>
  world.ask('$batch', {
    method: 'POST',
    headers: {
      'Content-Type': 'multipart/mixed; boundary=b',
      Prefer: 'odata.continue-on-error',
    },
    body: `${parts.join('')}--b--\r\n`,
  });
const statuses = (text: string): string[] => text.match(/(?<=HTTP\/1\.1 )\d+/g) ?? [];
const accounts = async (): Promise<string> => (await world.ask('accounts/$count')).text;

const set = 'Content-Type: multipart/mixed; boundary=c';

describe('a part of a batch', () => {
  it.each([
    ['has no type', part([binary], [post, json], name), "'Content-Type' header is missing"],
    [
      'has a type that only begins like the right one',
      part(['Content-Type: application/httpx', binary], [post, json], name),
      "value 'application/httpx' is invalid",
    ],
    [
      'is a change set of another kind',
      changeSet(
        ['Content-Type: multipart/related; boundary=c'],
        part([http, binary, 'Content-ID: 1'], [post, json], name),
      ),
      "the value must be 'multipart/mixed'",
    ],
    ['does not say how it is encoded', part([http], [post, json], name), 'must be specified for'],
    [
      'is encoded',
      part([http, 'Content-Transfer-Encoding: base64'], [post, json], name),
      "its value must be 'binary'",
    ],
    [
      'has no Content-ID in a change set',
      changeSet([set], part([http, binary], [post, json], name)),
      "The header with name 'Content-ID' was not present",
    ],
    [
      'is a change set in a change set',
      changeSet([set], part(['Content-Type: multipart/mixed; boundary=d'], ['--d--'])),
      'Nested change sets in a batch payload are not supported.',
    ],
    [
      'has a header twice',
      part([http, binary], [post, json, 'If-Match: *', 'if-match: W/"1"'], name),
      "'if-match' was specified multiple times",
    ],
    [
      'has a line that is no header',
      part([http, binary], [post, json, 'If-Match'], name),
      "The message header 'If-Match' is invalid",
    ],
    [
      'is shorter than it says',
      part([http, binary], [post, json, 'Content-Length: 99'], name),
      "The Content-Length '99' does not fit",
    ],
    [
      'has a length that is none',
      part([http, binary], [post, json, 'Content-Length: -1'], name),
      "The Content-Length '-1' does not fit",
    ],
  ])('that %s has the batch refused', async (_what, bad, message) => {
    const answer = await send(part([http, binary], [post, json], name), bad);
    expect([answer.status, errorOf(answer).code]).toEqual([400, '0x80060888']);
    expect(errorOf(answer).message).toContain(message);
    expect(await accounts()).toBe('0');
  });

  it('may be written in other ways that mean the same', async () => {
    const length = String(Buffer.byteLength(name));
    const answer = await send(
      part(['content-type:application/http;msgtype=request', binary], [post, json], name),
      part([http, 'content-transfer-encoding: BINARY'], [post, json], name),
      part([http, binary], [post, `${json};type=entry`, `Content-Length: ${length}`], name),
      part([http, binary], [post, `${json}; charset="utf-8"`], name),
      changeSet([`${set}; x=y`], part([http, binary], [post, json, 'Content-ID: 1'], name)),
      changeSet([set], part([http, binary, 'Content-ID: 1'], [post, json], name)).replaceAll(
        /(--|=)c/g,
        '$1b.c+(1)',
      ),
      part([http, binary], ['GET /api/data/v9.2/WhoAmI HTTP/1.1', json, 'OData-Version: 4.0']),
    );
    expect(statuses(answer.text)).toEqual(['204', '204', '204', '204', '204', '204', '200']);
    const names = await world.ask('accounts?$select=name');
    expect(names.text.match(/"Ünal"/g)).toHaveLength(6);
  });

  it('fails alone where its own request is not in a form that is understood', async () => {
    const answer = await send(
      part([http, binary], [post], name),
      part([http, binary], [post, 'Content-Type: text/plain'], name),
      part([http, binary], [post, `${json}; charset=latin1`], name),
      part([http, binary], [post, json, 'OData-Version: 3.0'], name),
      part([http, binary], [post, json, 'Content-Length: 7'], name),
      part([http, binary], ['GET /api/data/v9.2/WhoAmI HTTP/1.1', 'Accept: text/html']),
      part([http, binary], [post, json], name),
    );
    expect(answer.status).toBe(200);
    expect(statuses(answer.text)).toEqual(['400', '415', '415', '400', '400', '415', '204']);
    expect(await accounts()).toBe('1');
  });
});
