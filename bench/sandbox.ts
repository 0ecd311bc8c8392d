import { startCrm } from '../sandbox/crm/server';
import { median, percentiles } from './report';
import type { Result } from './report';

const ROWS = 100_000;
const headers = {
  Authorization: 'Bearer sandbox:ada',
  'Content-Type': 'application/json',
};

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

async function repeat(times: number, work: () => Promise<unknown>): Promise<number[]> {
  const samples: number[] = [];
  for (let turn = 0; turn < times; turn += 1) samples.push(await timed(work));
  return samples;
}

/** The sandbox CRM over HTTP, in this process: reading, writing and loading a large organisation. */
export async function sandbox(): Promise<Result[]> {
  const began = performance.now();
  const crm = await startCrm({ port: 0, seed: `large:${ROWS}` });
  const loading = performance.now() - began;
  const ask = async (path: string, init: RequestInit = {}): Promise<string> => {
    const response = await fetch(path.startsWith('http') ? path : crm.url + path, {
      ...init,
      headers: { ...headers, Prefer: 'odata.maxpagesize=5000', ...init.headers },
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text.slice(0, 200)}`);
    return text;
  };
  const page =
    'contacts?$select=fullname,emailaddress1,modifiedon,_parentcustomerid_value,_ownerid_value';
  const nextOf = (text: string): string =>
    String((JSON.parse(text) as Record<string, unknown>)['@odata.nextLink']);
  let deep = page;
  for (let turn = 0; turn < 6; turn += 1) deep = nextOf(await ask(deep));

  let made = 0;
  const contact = (): string => JSON.stringify({ lastname: `Bench ${(made += 1)}` });
  const part = (): string =>
    `Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nPOST contacts HTTP/1.1\r\nContent-Type: application/json\r\n\r\n${contact()}\r\n`;
  const batch = (): Promise<string> =>
    ask('$batch', {
      method: 'POST',
      headers: { 'Content-Type': 'multipart/mixed; boundary=b' },
      body: `${Array.from({ length: 100 }, () => `--b\r\n${part()}`).join('')}--b--\r\n`,
    });
  await fetch(new URL('/_sandbox/limits', crm.url), {
    method: 'POST',
    body: JSON.stringify({ requests: null, seconds: null }),
  });

  const own = 'carryon';
  const results = [
    median(own, `loading large:${ROWS}`, [loading], 'ms'),
    ...percentiles(own, 'a page of 5000, the first', await repeat(10, () => ask(page))),
    ...percentiles(own, 'a page of 5000, the seventh', await repeat(10, () => ask(deep))),
    ...percentiles(own, 'counting a table', await repeat(20, () => ask('contacts/$count'))),
    ...percentiles(
      own,
      'a filtered and ordered query, 50 rows',
      await repeat(20, () =>
        ask("contacts?$select=fullname&$filter=contains(fullname,'an')&$orderby=fullname&$top=50"),
      ),
    ),
    ...percentiles(
      own,
      'creating a row',
      await repeat(200, () => ask('contacts', { method: 'POST', body: contact() })),
    ),
    ...percentiles(own, 'creating 100 rows in a batch', await repeat(10, batch)),
    median(own, 'peak memory', [process.resourceUsage().maxRSS / 1024], 'MB'),
  ];
  await crm.close();
  return results;
}
