import { participants } from '../../domain/tracking';
import type { Table } from '../../domain/table';
import type { Trip } from '../../domain/trip';
import { appointments } from '../../domain/trip-source';
import { usePane } from '../pane';
import { strings } from '../strings';
import type { MenuItem } from '../ui/menu';
import { useLive } from '../use-live';
import { withSource, withTemplate } from './draft';

const text = strings.trips;

/** What a new trip can begin with. */
export interface Beginning extends MenuItem {
  readonly add: (trips: readonly Trip[]) => readonly Trip[];
}

/** How far the diary of a new trip reaches: days. */
const DAYS = 7;

/**
 * The user's diary, the people of the item that is open in Outlook, and the trips that the organization offers.
 * @param tables those that the user may read.
 */
export function useBeginnings(tables: readonly Table[]): readonly Beginning[] {
  const { app, shell } = usePane();
  const item = useLive(shell.mail.item);
  const own = shell.mail.userAddress().trim().toLowerCase();
  const addresses = (item === null ? [] : participants(item))
    .map(({ address }) => address.trim().toLowerCase())
    .filter((address) => address !== own);
  const diary: Beginning = {
    value: 'diary',
    label: text.fromDiary,
    add: (trips) => withSource(trips, text.diary, { kind: 'diary', days: DAYS }),
  };
  const people: Beginning = {
    value: 'people',
    label: item?.kind === 'appointment' ? text.fromMeeting : text.fromMessage,
    add: (trips) =>
      withSource(trips, text.peopleOf(item?.subject ?? ''), { kind: 'people', addresses }),
  };
  return [
    ...(tables.some(({ name }) => name === appointments.table) ? [diary] : []),
    ...(addresses.length > 0 ? [people] : []),
    ...app.trips.organization.templates.trips.map((template) => ({
      value: `template:${template.name}`,
      label: template.name,
      add: (trips: readonly Trip[]) => withTemplate(trips, template),
    })),
  ];
}
