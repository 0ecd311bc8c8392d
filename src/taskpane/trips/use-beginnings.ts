import { otherAddresses } from '../../domain/tracking';
import type { Table } from '../../domain/table';
import type { Trip } from '../../domain/trip';
import { appointments } from '../../domain/trip-source';
import { usePane } from '../pane';
import { strings } from '../strings';
import type { MenuItem } from '../ui/menu';
import { useLive } from '../use-live';
import { withDiary, withPeople, withTemplate } from './draft';

const text = strings.trips;

/** What a new trip can begin with. */
export interface Beginning extends MenuItem {
  readonly add: (trips: readonly Trip[]) => readonly Trip[];
}

/**
 * The user's diary, the people of the item that is open in Outlook, and the trips that the organization offers.
 * @param tables those that the user may read.
 */
export function useBeginnings(tables: readonly Table[]): readonly Beginning[] {
  const { app, shell } = usePane();
  const item = useLive(shell.mail.item);
  const addresses = item === null ? [] : otherAddresses(item, shell.mail.userAddress());
  const diary: Beginning = {
    value: 'diary',
    label: text.fromDiary,
    add: withDiary,
  };
  const people: Beginning = {
    value: 'people',
    label: item?.kind === 'appointment' ? text.fromMeeting : text.fromMessage,
    add: (trips) => withPeople(trips, item?.subject ?? '', addresses),
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
