import type { InCopy, KeptTable } from '../large/stored-rows';

/** How a copy differs from the CRM: so many rows. */
export interface Amiss {
  /** The CRM has them, and the copy has none or another version. */
  readonly missing: number;
  /** The copy has them once more. */
  readonly twice: number;
  /** The CRM has none such. */
  readonly unknown: number;
}

interface Page {
  readonly value: readonly Readonly<Record<string, string>>[];
  readonly '@odata.nextLink'?: string;
}

/** Version of every row of these tables, by table and id as a copy names them: asked without the product. */
export async function rowsInCrm(
  origin: string,
  tables: readonly KeptTable[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const { name, entitySetName, primaryId } of tables) {
    let next: string | undefined = `${origin}/api/data/v9.2/${entitySetName}?$select=${primaryId}`;
    while (next !== undefined) {
      const answer = await fetch(next, {
        headers: { Authorization: 'Bearer sandbox:ada', Prefer: 'odata.maxpagesize=5000' },
      });
      if (!answer.ok) throw new Error(`${next}: ${answer.status}`);
      const page = (await answer.json()) as Page;
      for (const row of page.value)
        found.set(`${name}:${row[primaryId] ?? ''}`, row['@odata.etag'] ?? '');
      next = page['@odata.nextLink'];
    }
  }
  return found;
}

/** Compares row by row. @param there version of every row of the copy's tables in the CRM. */
export function amiss({ tables, rows }: InCopy, there: ReadonlyMap<string, string>): Amiss {
  const here = new Map(rows);
  const kept = new Set(tables.map(({ name }) => name));
  return {
    missing: [...there].filter(([key, version]) => here.get(key) !== version).length,
    twice: rows.length - here.size,
    // What others refer to comes along, and is of other tables.
    unknown: [...here.keys()].filter(
      (key) => kept.has(key.slice(0, key.indexOf(':'))) && !there.has(key),
    ).length,
  };
}
