import { userRef } from './empty';
import type { Random } from './random';
import type { SeedReference, SeedRow } from './seed';
import { addressOf, staff } from './staff';

/** Someone's part in an activity, by Dataverse's participationtypemask. */
interface Party {
  readonly mask: number;
  readonly who: SeedReference;
}

const mask = {
  from: 1,
  to: 2,
  cc: 3,
  required: 5,
  optional: 6,
  organizer: 7,
  regarding: 8,
  owner: 9,
} as const;

const colleagues = new Map(staff.map(({ user }) => [userRef(user).id, addressOf(user)]));

/** Rows of large organisations are numbered, in their ids as in their addresses. */
const numberIn = (id: string): number => parseInt(id.slice(-10), 16);

function address({ table, id }: SeedReference): string | null {
  if (table === 'systemuser') return colleagues.get(id) ?? null;
  if (table === 'account') return `company${numberIn(id)}@large.example`;
  return table === 'contact' ? `person${numberIn(id)}@large.example` : null;
}

/** Who takes part: the owner on our side, and on the other whom the activity regards, or a contact. */
function participants(
  { table, values }: SeedRow,
  luck: Random,
  contact: () => SeedReference,
): Party[] {
  const owner = values['ownerid'] as SeedReference;
  const regarding = values['regardingobjectid'] as SeedReference;
  const first = regarding.table === 'contact' ? regarding : contact();
  const more = (chance: number, role: number): Party[] =>
    luck.next() < chance ? [{ mask: role, who: contact() }] : [];
  const incoming = values['directioncode'] === false;
  const [sender, receiver] = incoming ? [first, owner] : [owner, first];
  const mail = [
    { mask: mask.from, who: sender },
    { mask: mask.to, who: receiver },
  ];
  switch (table) {
    case 'phonecall':
      return mail;
    case 'email':
      return [...mail, ...more(0.2, mask.to), ...more(0.25, mask.cc)];
    case 'appointment':
      return [
        { mask: mask.organizer, who: owner },
        { mask: mask.required, who: first },
        ...more(0.4, mask.required),
        ...more(0.2, mask.optional),
      ];
    default:
      return [];
  }
}

/** What an e-mail's own columns say of its parties. */
function mailColumns(parties: readonly Party[]): SeedRow['values'] {
  const of = (role: number): (string | null)[] =>
    parties.filter(({ mask: each }) => each === role).map(({ who }) => address(who));
  return { sender: of(mask.from)[0] ?? null, torecipients: `${of(mask.to).join(';')};` };
}

/** The activity, and its parties with the two that the server keeps: whom it regards, and who owns it. */
export function* withParties(
  activity: SeedRow,
  luck: Random,
  contact: () => SeedReference,
  nextId: () => string,
): Generator<SeedRow> {
  const { table, id, values } = activity;
  const parties = participants(activity, luck, contact);
  yield table === 'email'
    ? { table, id, values: { ...values, ...mailColumns(parties) } }
    : activity;
  const kept = [
    { mask: mask.regarding, who: values['regardingobjectid'] as SeedReference },
    { mask: mask.owner, who: values['ownerid'] as SeedReference },
  ];
  for (const { mask: participationtypemask, who } of [...parties, ...kept])
    yield {
      table: 'activityparty',
      id: nextId(),
      values: {
        activityid: { table, id },
        partyid: who,
        participationtypemask,
        addressused: address(who),
      },
    };
}
