import { type Live, liveCell } from '../domain/live';

/** A part of a live value. */
export function liveMap<A, B>(source: Live<A>, part: (value: A) => B): Live<B> {
  const cell = liveCell(part(source.get()));
  source.subscribe(() => {
    cell.set(part(source.get()));
  });
  return cell;
}
