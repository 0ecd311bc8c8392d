import { useLayoutEffect, useRef, useState } from 'preact/hooks';

let keys = 0;
const newKey = (): number => ++keys;

/**
 * A list whose parts come and go. Each keeps its key, and the focus goes to the first select of the part that came, or of
 * the one in the place of a part that went; to the button that adds where there is none.
 * @param addId of that button.
 */
export function useParts<Part>(
  list: readonly Part[],
  addId: string,
  onChange: (list: readonly Part[]) => void,
) {
  const box = useRef<HTMLDivElement>(null);
  const focus = useRef<number | null>(null);
  const [ids, setIds] = useState(() => list.map(newKey));

  useLayoutEffect(() => {
    if (focus.current === null) return;
    const part = box.current?.querySelectorAll(':scope > [data-part]')[focus.current];
    const target = part?.querySelector<HTMLElement>('select') ?? document.getElementById(addId);
    target?.focus();
    focus.current = null;
  }, [addId, list.length]);

  return {
    /** Holds the parts, each of which has `data-part`. */
    box,
    ids,
    add: (part: Part) => {
      focus.current = list.length;
      setIds([...ids, newKey()]);
      onChange([...list, part]);
    },
    change: (index: number, changed: Part) => {
      onChange(list.map((other, at) => (at === index ? changed : other)));
    },
    remove: (index: number) => {
      focus.current = Math.min(index, list.length - 2);
      setIds(ids.filter((_, at) => at !== index));
      onChange(list.filter((_, at) => at !== index));
    },
  };
}
