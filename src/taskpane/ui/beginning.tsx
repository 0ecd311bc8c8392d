import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { strings } from '../strings';
import { Button } from './button';

/** Items that are shown in addition. */
const MORE = 100;

interface Props<T> {
  readonly items: readonly T[];
  /** As many are shown at first. */
  readonly first: number;
  /** Shows the items that it is given. */
  readonly children: (shown: readonly T[]) => ComponentChildren;
}

/** The beginning of a list that can be long, and a button for more of it. */
export function Beginning<T>({ items, first, children }: Props<T>) {
  const [count, setCount] = useState(first);
  return (
    <>
      {children(items.slice(0, count))}
      {items.length > count && (
        <Button
          look="subtle"
          onClick={() => {
            setCount(count + MORE);
          }}
        >
          {strings.list.showMore(items.length - count)}
        </Button>
      )}
    </>
  );
}
