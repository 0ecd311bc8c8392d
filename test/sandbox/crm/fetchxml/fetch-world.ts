import { rowsOf, type Reply, type World } from '../world';

export const everything = { Prefer: 'odata.include-annotations="*"' };
export const formatted = 'OData.Community.Display.V1.FormattedValue';

/** Short ways to ask by FetchXML; the world is looked at when something is asked. */
export function fetcher(world: () => World) {
  const ask = (set: string, xml: string, user = 'ada', headers = {}): Promise<Reply> =>
    world().ask(`${set}?fetchXml=${encodeURIComponent(xml)}`, { user, headers });
  const rows = async (set: string, xml: string, user = 'ada') => rowsOf(await ask(set, xml, user));
  /** Names of the accounts that are left by what stands in the entity. */
  const accounts = async (inside: string, user = 'ada'): Promise<string[]> =>
    (
      await rows(
        'accounts',
        `<fetch><entity name="account"><attribute name="name"/><order attribute="name"/>${inside}</entity></fetch>`,
        user,
      )
    ).map((row) => String(row['name']));
  return { ask, rows, accounts };
}
