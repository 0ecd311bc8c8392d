import { CrmFault } from '../errors';
import type { RowRule } from './row-change';
import type { SqlValue } from '../storage/store';

/** A state that an update cannot reach. */
interface Closing {
  readonly state: SqlValue;
  /** As the text names the state and the message that reaches it. */
  readonly label: string;
  readonly message: string;
  readonly code: string;
}

// Sources: CannotUseOpportunitySetStateMessage in Microsoft's Web service error codes, and texts that were seen
// live. The code for cases is not known.
const closings: ReadonlyMap<string, readonly Closing[]> = new Map([
  [
    'opportunity',
    [
      { state: 1, label: 'won', message: 'won', code: '0x80100005' },
      { state: 2, label: 'lost', message: 'lost', code: '0x80100005' },
    ],
  ],
  [
    'incident',
    [{ state: 1, label: 'Resolved', message: 'CloseIncidentRequest', code: '0x80040203' }],
  ],
]);

/** Refuses to win or lose an opportunity and to resolve a case by an update: messages of their own do. */
export const closingStates: RowRule = {
  applies: ({ name }) => closings.has(name),
  before({ table, before, values, closes }) {
    if (!before || closes || values.get('statecode') === before['statecode']) return;
    const closing = closings
      .get(table.name)
      ?.find(({ state }) => state === values.get('statecode'));
    if (!closing) return;
    const { label, message, code } = closing;
    throw new CrmFault(
      400,
      code,
      `This message can not be used to set the state of ${table.name} to ${label}. In order to set state of ${table.name} to ${label}, use the ${message} message instead.`,
    );
  },
};
