import { type Live, liveCell } from '../domain/live';

/** A part of a live value. */
export function liveMap<A, B>(source: Live<A>, part: (value: A) => B): Live<B> {
  const cell = liveCell(part(source.get()));
  source.subscribe(() => {
    cell.set(part(source.get()));
  });
  return cell;
}

/** What two live values make together. */
export function liveJoin<A, B, C>(a: Live<A>, b: Live<B>, join: (a: A, b: B) => C): Live<C> {
  const joined = (): C => join(a.get(), b.get());
  const cell = liveCell(joined());
  for (const source of [a, b])
    source.subscribe(() => {
      cell.set(joined());
    });
  return cell;
}
