import { useId } from 'preact/hooks';
import type { MailItem } from '../../domain/mail';
import { areAlong, canComeAlong, tripsAround, withTheirTrip } from '../../domain/people-along';
import { otherAddresses } from '../../domain/tracking';
import { usePane } from '../pane';
import { strings } from '../strings';
import { withPeople } from '../trips/draft';
import { useReadable } from '../trips/use-readable';
import { useTripsAtOnce } from '../trips/use-trips-at-once';
import { Button } from '../ui/button';
import { MessageBar } from '../ui/message-bar';
import { useLive } from '../use-live';
import { useReachable } from '../use-reachable';

const text = strings.trips.atOnce;

/** Takes whoever is on the item along, by one click; where they come along already, says with what. */
export function TakePeople({ item }: { readonly item: MailItem }) {
  const { app, shell } = usePane();
  const tables = useReadable();
  const { rows } = useLive(app.copy.standing);
  const reachable = useReachable();
  const { trips, add, undo, failed } = useTripsAtOnce();
  const addresses = otherAddresses(item, shell.mail.userAddress());
  const id = useId();
  if (addresses.length === 0 || !canComeAlong(tables)) return null;
  const along = areAlong(trips, tables, addresses);
  const names = tripsAround(trips, addresses).map(({ name }) => name);
  return (
    <div class="stack">
      <div class="row">
        <Button
          icon="plane"
          disabled={along}
          describedBy={along ? id : undefined}
          onClick={() => {
            add(
              withTheirTrip(trips, tables, addresses) ?? withPeople(trips, item.subject, addresses),
              text.peopleAdded,
            );
          }}
        >
          {text.people}
        </Button>
        {undo !== null && <Button onClick={undo}>{text.undo}</Button>}
      </div>
      {along && (
        <p class="muted" id={id}>
          {text.along(names.join(', '))}
          {!reachable && rows !== 'whole' && ` ${text.awaits}`}
        </p>
      )}
      {failed && (
        <MessageBar tone="error" announce>
          {strings.settings.notKept}
        </MessageBar>
      )}
    </div>
  );
}
