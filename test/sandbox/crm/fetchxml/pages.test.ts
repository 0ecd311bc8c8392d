import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseXml } from '@rgrove/parse-xml';
import { errorOf, rowsOf, start, type World } from '../world';

let world: World;
beforeAll(async () => {
  world = await start('demo');
});
afterAll(() => world.crm.close());

const cookieName = '@Microsoft.Dynamics.CRM.fetchxmlpagingcookie';
const moreName = '@Microsoft.Dynamics.CRM.morerecords';

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** The answer to one page of a query; `attributes` stand in its `fetch`. */
const page = async (set: string, attributes: string, entity: string) =>
  world.ask(`${set}?fetchXml=${encodeURIComponent(`<fetch ${attributes}>${entity}</fetch>`)}`, {
    user: 'ada',
    headers: { Prefer: 'odata.include-annotations="*"' },
  });

/** What a client puts into `paging-cookie`, of the annotation. */
const cookieOf = (annotation: unknown): string =>
  decodeURIComponent(
    decodeURIComponent(String(parseXml(String(annotation)).root?.attributes['pagingcookie'])),
  );

/** Every page, by the cookie where there is one. */
async function walk(set: string, size: number, entity: string) {
  const pages: Record<string, unknown>[][] = [];
  const cookies: string[] = [];
  for (let cookie = '', number = 1; ; number += 1) {
    const answer = await page(
      set,
      `count="${size}" page="${number}"${cookie && ` paging-cookie="${escape(cookie)}"`}`,
      entity,
    );
    pages.push(rowsOf(answer));
    if (answer.json[moreName] !== true) return { pages, cookies };
    cookie = answer.json[cookieName] === undefined ? '' : cookieOf(answer.json[cookieName]);
    if (cookie) cookies.push(cookie);
  }
}

describe('pages of a FetchXML query', () => {
  const contacts = (inside: string): string =>
    `<entity name="contact"><attribute name="lastname"/>${inside}</entity>`;
  it.each([
    ['by key', contacts(''), 11],
    [
      'by columns, some of them empty',
      contacts('<order attribute="jobtitle" descending="true"/><order attribute="lastname"/>'),
      11,
    ],
    ['by an empty column', contacts('<order attribute="description"/>'), 11],
    ['by a lookup’s name', contacts('<order attribute="parentcustomerid"/>'), 11],
    ['by a label', contacts('<order attribute="statuscode" descending="true"/>'), 11],
    [
      'with what a lookup refers to',
      contacts(
        '<order attribute="createdon"/><link-entity name="account" from="accountid" to="parentcustomerid" link-type="outer" alias="a"><attribute name="name"/></link-entity>',
      ),
      11,
    ],
    [
      'by a link’s column, without a cookie',
      contacts(
        '<link-entity name="account" from="accountid" to="parentcustomerid" link-type="outer" alias="a"><attribute name="name"/><order attribute="name"/></link-entity>',
      ),
      0,
    ],
  ])('are the whole, each row once: %s', async (_, entity, expected) => {
    const { pages, cookies } = await walk('contacts', 7, entity);
    const whole = rowsOf(await page('contacts', '', entity));
    expect(pages.flat()).toEqual(whole);
    expect(whole).toHaveLength(80);
    expect([pages.length, cookies.length]).toEqual([12, expected]);
  });

  it('are the whole where rows come several times', async () => {
    const entity =
      '<entity name="account"><attribute name="name"/><order attribute="name"/><link-entity name="contact" from="parentcustomerid" to="accountid" alias="c"><attribute name="contactid"/></link-entity></entity>';
    const { pages } = await walk('accounts', 4, entity);
    const ids = pages.flat().map((row) => row['c.contactid']);
    expect(new Set(ids).size).toBe(ids.length);
    expect(pages.flat()).toEqual(rowsOf(await page('accounts', '', entity)));
  });

  it('carry a cookie with the first and the last row', async () => {
    const entity = contacts('<order attribute="lastname"/>');
    const answer = await page('contacts', 'count="3" page="1"', entity);
    const rows = rowsOf(answer);
    const id = (at: number): string => `{${String(rows.at(at)?.['contactid']).toUpperCase()}}`;
    const name = (at: number): string => escape(String(rows.at(at)?.['lastname']));
    expect(String(answer.json[cookieName])).toMatch(
      /^<cookie pagenumber="2" pagingcookie="%253ccookie%2520page%253d%25221%2522%253e/,
    );
    expect(cookieOf(answer.json[cookieName])).toBe(
      `<cookie page="1"><lastname last="${name(-1)}" first="${name(0)}" /><contactid last="${id(-1)}" first="${id(0)}" /></cookie>`,
    );
  });

  it('say nothing more on the last one', async () => {
    const answer = await page('contacts', 'count="80"', contacts(''));
    expect(answer.json).not.toHaveProperty([moreName]);
    expect(answer.json).not.toHaveProperty([cookieName]);
  });

  it('go back and leap', async () => {
    const entity = contacts('<order attribute="lastname"/>');
    const { pages, cookies } = await walk('contacts', 7, entity);
    const at = async (number: number, cookie = ''): Promise<unknown> =>
      rowsOf(
        await page(
          'contacts',
          `count="7" page="${number}"${cookie && ` paging-cookie="${escape(cookie)}"`}`,
          entity,
        ),
      );
    expect(await at(3, cookies[6])).toEqual(pages[2]);
    expect(await at(9, cookies[2])).toEqual(pages[8]);
    expect(await at(5)).toEqual(pages[4]);
  });

  it('need a cookie far from the first', async () => {
    const answer = await page('contacts', 'count="5000" page="11"', contacts(''));
    expect([answer.status, errorOf(answer).message]).toEqual([
      400,
      'Paging cookie is required when trying to retrieve a set of records on any high pages.',
    ]);
  });

  it.each([
    '<cookie page="1"/>',
    '<cookie page="0"><lastname last="a"/><contactid last="b"/></cookie>',
    '<cookie page="1"><lastname last="a"/><accountid last="b"/></cookie>',
    '<cookie page="1"><lastname/><contactid last="b"/></cookie>',
    '<cookie page="1"><lastname last="a">',
  ])('refuse the cookie %s', async (cookie) => {
    const entity = contacts('<order attribute="lastname"/>');
    const attributes = `count="3" page="2" paging-cookie="${escape(cookie)}"`;
    expect((await page('contacts', attributes, entity)).status).toBe(400);
  });
});
