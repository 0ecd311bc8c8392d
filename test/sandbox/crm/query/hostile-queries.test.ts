import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { errorOf, rowsOf, start, type World } from '../world';

let world: World;
beforeAll(async () => {
  world = await start('demo');
});
afterAll(() => world.crm.close());

const injection = '\'; DROP TABLE account;-- " ) UNION SELECT * FROM _setting --';
const text = `'${injection.replaceAll("'", "''")}'`;
/** A GET in a batch, where an address may be long. */
const batched = (path: string) =>
  world.ask('$batch', {
    method: 'POST',
    user: 'ada',
    headers: { 'Content-Type': 'multipart/mixed; boundary=b' },
    body: `--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nGET /api/data/v9.2/${path} HTTP/1.1\r\nAccept: application/json\r\n\r\n\r\n--b--\r\n`,
  });

async function unharmed(): Promise<void> {
  const answer = await world.ask('accounts/$count', { user: 'ada' });
  expect([answer.status, answer.text]).toEqual([200, '25']);
}

describe('a hostile query', () => {
  it.each([
    ['brackets', `$filter=${'('.repeat(5000)}name eq 'x'${')'.repeat(5000)}`],
    ['negations', `$filter=${'not '.repeat(5000)}name eq 'x'`],
    ['conditions', `$filter=name eq 'x'${" or name eq 'x'".repeat(10_000)}`],
    ['lambdas', `$filter=${'Account_Tasks/any(t:'.repeat(3000)}`],
    [
      'lists',
      `$filter=Microsoft.Dynamics.CRM.In(PropertyName='name',PropertyValues=${'['.repeat(9000)})`,
    ],
    ['aliases', `$filter=${'@p or '.repeat(9000)}@p&@p=${'name eq 1 or '.repeat(500)}`],
    ['an alias of itself', `$filter=@p&@p=@p`],
    ['a pattern', `$filter=contains(name,'${'%_[^a]'.repeat(5000)}')`],
    ['an order', `$orderby=${'primarycontactid/'.repeat(5000)}name`],
    ['expansions inside one another', `$expand=${'primarycontactid($expand='.repeat(4000)}`],
    ['expansions', `$expand=${'createdby,'.repeat(9000)}`],
    ['transformations', `$apply=${'filter(name eq null)/'.repeat(4000)}x`],
    ['groups', `$apply=groupby((${'('.repeat(5000)}))`],
    ['a token', `$skiptoken=${'%3Ccookie'.repeat(5000)}`],
    ['a selection', `$select=${'__proto__,'.repeat(5000)}`],
  ])('of endless %s is refused', async (_, options) => {
    const answer = await batched(`accounts?${options.replaceAll(' ', '%20')}`);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.text).toMatch(/HTTP\/1\.1 4\d\d/);
    await unharmed();
  });

  it('keeps SQL in texts as text', async () => {
    const filters = [
      `name eq ${text}`,
      `contains(name,${text})`,
      `Microsoft.Dynamics.CRM.In(PropertyName='name',PropertyValues=[${text}])`,
      `contact_customer_accounts/any(c:c/lastname eq ${text})`,
    ];
    for (const filter of filters) {
      const path = `accounts?$select=name&$filter=${encodeURIComponent(filter)}`;
      const answer = await world.ask(path, { user: 'ada' });
      expect([answer.status, rowsOf(answer)]).toEqual([200, []]);
    }
    await unharmed();
  });

  it.each([
    `$filter=Microsoft.Dynamics.CRM.Today(PropertyName=${encodeURIComponent(text)})`,
    `$filter=Microsoft.Dynamics.CRM.In(PropertyName='name',PropertyValues=5)`,
    `$filter=name${encodeURIComponent('"')} eq 1`,
    `$orderby=${encodeURIComponent('name;DROP TABLE account')}`,
    `$orderby=${encodeURIComponent('"name"')}`,
    `$select=${encodeURIComponent('name" FROM account;--')}`,
    `$expand=${encodeURIComponent('createdby" --')}`,
    `$apply=${encodeURIComponent('aggregate(revenue with sum as x" FROM account--)')}`,
    `$apply=${encodeURIComponent('groupby((name" --))')}`,
    `$skiptoken=${encodeURIComponent('<cookie pagenumber="2" pagingcookie="%3Ccookie page%3D%221%22%3E%3Cname%22%20last%3D%22x%22" istracking="False" />')}`,
    '$filter=__proto__ eq 1',
    '$filter=constructor/name eq 1',
    '$filter=Microsoft.Dynamics.CRM.constructor(PropertyName=%27name%27)',
    '$filter=Microsoft.Dynamics.CRM.__proto__(__proto__=1,PropertyName=%27name%27)',
    '$filter=%ZZ',
    '$filter=%FF%FE',
    '$filter=%',
    '$filter=',
    '$orderby=name sideways',
    '$top=-1',
    '$top=1e9',
    '$count=maybe',
    '$nothing=1',
  ])('is refused and harms nothing: %s', async (options) => {
    const answer = await world.ask(`accounts?${options}`, { user: 'ada' });
    expect(answer.status).toBe(400);
    expect(errorOf(answer).message).not.toBe('');
    await unharmed();
  });

  it('reads texts with signs that mean something elsewhere', async () => {
    for (const name of ['\u0001<&>"', 'a\u2028b', '%00', '\\', '\ufffd']) {
      const filter = encodeURIComponent(`name eq '${name}' or contains(name,'${name}')`);
      const answer = await world.ask(`accounts?$filter=${filter}`, { user: 'ada' });
      expect(answer.status).toBe(200);
    }
  });
});
