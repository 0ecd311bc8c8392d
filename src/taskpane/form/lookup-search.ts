import { useEffect, useState } from 'preact/hooks';
import type { ListItem, RecordStore } from '../../domain/record-store';
import type { Model } from '../../domain/table';

/** Candidates of one table in a list of several. */
const perTable = 8;
const alone = 30;

/** Records whose words begin with what was typed, from the target tables that are on board. */
export async function searchTargets(
  records: RecordStore,
  model: Model,
  targets: readonly string[],
  text: string,
): Promise<readonly ListItem[]> {
  const tables = targets.filter((name) => model[name]);
  const limit = tables.length > 1 ? perTable : alone;
  const pages = await Promise.all(
    tables.map((table) => records.list({ text: text.trim(), table, limit })),
  );
  return pages.flatMap((page) => page.items);
}

/** Those whose name has words that begin so. */
function namedSo(among: readonly ListItem[], text: string): readonly ListItem[] {
  const words = (of: string): string[] => of.toLocaleLowerCase().split(/[^\p{L}\p{N}]+/u);
  const typed = words(text).filter((word) => word !== '');
  const fits = ({ name }: ListItem): boolean =>
    typed.every((word) => words(name).some((other) => other.startsWith(word)));
  return among.filter(fits).slice(0, alone);
}

interface Search {
  readonly records: RecordStore;
  readonly model: Model;
  readonly targets: readonly string[];
  readonly text: string;
  readonly open: boolean;
  /** All there are, where they are no records of this computer. */
  readonly among: readonly ListItem[] | undefined;
}

/** Keeps the last candidates until the next ones are there, so that the list does not jump. */
export function useLookupSearch({
  records,
  model,
  targets,
  text,
  open,
  among,
}: Search): readonly ListItem[] | null {
  const [items, setItems] = useState<readonly ListItem[] | null>(null);
  const names = targets.join();
  useEffect(() => {
    if (!open) return;
    let stopped = false;
    const search = among
      ? Promise.resolve(namedSo(among, text))
      : searchTargets(records, model, targets, text);
    search.then(
      (found) => {
        if (!stopped) setItems(found);
      },
      () => {
        if (!stopped) setItems([]);
      },
    );
    return () => {
      stopped = true;
    };
    // `among` does not change while the list is open.
    // `names` stands for the list of targets, which is new at each rendering.
  }, [records, model, names, text, open]);
  return items;
}
