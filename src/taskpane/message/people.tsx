import { useId } from 'preact/hooks';
import type { MailAddress, MailItem } from '../../domain/mail';
import { may } from '../../domain/rights';
import { newPerson, type People } from '../../domain/tracking';
import { usePane } from '../pane';
import { RecordList } from '../records/record-list';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import { useLive } from '../use-live';

interface PersonProps {
  readonly who: MailAddress;
  readonly people: People;
}

/** Somebody nobody in the CRM has the address of. */
function Unknown({ who }: { readonly who: MailAddress }) {
  const { app, nav, shell } = usePane();
  const model = useLive(app.model);
  const rights = useLive(app.rights);
  const shown = who.name || who.address;
  const self = who.address.toLowerCase() === shell.mail.userAddress().toLowerCase();
  const create = self ? null : newPerson(model, who);
  return (
    <>
      <div dir="auto" class="person-name">
        {shown}
      </div>
      {shown !== who.address && <div class="muted">{who.address}</div>}
      <div class="muted">{self ? strings.message.you : strings.message.unknown}</div>
      {create && may(rights, create.table, 'Create').allowed && (
        <Button
          icon="add"
          label={strings.message.createFor(create.table.label, shown)}
          onClick={() => {
            nav.open({ kind: 'form', table: create.table.name, id: null, values: create.values });
          }}
        >
          {strings.message.create(create.table.label)}
        </Button>
      )}
    </>
  );
}

function Person({ who, people }: PersonProps) {
  const address = who.address.trim().toLowerCase();
  const rows = people.get(address) ?? [];
  // A row's detail may say the address already.
  const told = rows.some(({ detail }) => detail.toLowerCase().includes(address));
  return (
    <li class="person">
      <Icon name="person" />
      <div class="person-who">
        {rows.length > 0 ? (
          <>
            <RecordList items={rows} label={strings.message.found(who.address)} withTable />
            {!told && <div class="muted">{who.address}</div>}
          </>
        ) : (
          <Unknown who={who} />
        )}
      </div>
    </li>
  );
}

/** Everybody on the item by their part in it, with who they are in the CRM. */
export function PeopleOnItem({
  item,
  people,
}: {
  readonly item: MailItem;
  readonly people: People;
}) {
  const id = useId();
  const meeting = item.kind === 'appointment';
  const text = strings.message;
  const groups = [
    { label: meeting ? text.organizer : text.sender, who: item.from ? [item.from] : [] },
    { label: meeting ? text.attendee : text.recipient, who: item.to },
    { label: meeting ? text.optional : text.copy, who: [...item.cc, ...item.bcc] },
  ].filter(({ who }) => who.length > 0);
  if (groups.length === 0) return <p class="muted">{text.nobody}</p>;
  return (
    <>
      {groups.map(({ label, who }, index) => (
        <section key={label} class="people">
          <h2 class="section-title" id={`${id}-${String(index)}`}>
            {label}
          </h2>
          <ul class="people-list" aria-labelledby={`${id}-${String(index)}`}>
            {who.map((one, at) => (
              <Person key={`${String(at)}-${one.address}`} who={one} people={people} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
