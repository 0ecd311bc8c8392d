import { bringsRows, type Trip } from '../../domain/trip';
import { strings } from '../strings';
import { Confirm } from '../ui/confirm';
import { useOnBoard } from '../use-on-board';
import { useReadable } from './use-readable';

const text = strings.trips.fewer;

interface Props {
  readonly trips: readonly Trip[];
  readonly onYes: () => void;
  readonly onNo: () => void;
}

/** Says what leaves with a choice that may keep fewer records, before it is saved. */
export function FewerQuestion({ trips, onYes, onNo }: Props) {
  const here = useOnBoard();
  const keepsSome = useReadable().some((table) => bringsRows(trips, table));
  return (
    <Confirm
      name="keepFewer"
      title={text.title}
      yes={text.yes}
      no={text.no}
      onYes={onYes}
      onNo={onNo}
    >
      <p>{keepsSome ? text.some : text.all(here)}</p>
      <p>{text.stay}</p>
    </Confirm>
  );
}
