import type { Action } from '../../domain/action';
import { qualifyTables } from '../../domain/actions/qualifying';
import { accessRights } from '../../domain/actions/sharing';
import type { OutboxEntry } from '../../domain/entry';
import type { Model } from '../../domain/table';
import { isLookup, type Value } from '../../domain/value';
import { tableLabel } from '../names';
import { strings } from '../strings';

const text = strings.actions;

/** Lists of numbers are rights. */
const rightsIn = (given: readonly unknown[]): string =>
  Object.entries(accessRights)
    .filter(([, value]) => given.includes(value))
    .map(([right]) => text.right[right as keyof typeof accessRights])
    .join(', ');

function shown(given: Value): string {
  if (isLookup(given)) return given.name;
  if (Array.isArray(given)) return rightsIn(given);
  return typeof given === 'string' ? given : '';
}

interface Line {
  readonly label: string;
  readonly value: string;
}

/** What a lead becomes, of which nothing is here yet. */
function becomes({ name, params }: Action, model: Model): Line[] {
  if (name !== 'qualifyLead') return [];
  const made = [...qualifyTables].reverse().filter((table) => params[table] === true);
  const labels = made.map((table) => tableLabel(model, table)).join(', ');
  return [{ label: text.becomes, value: labels || text.becomesNothing }];
}

/** What an action is given, as far as its record does not show it; nothing where the entry is none. */
export const actionLines = ({ action }: Pick<OutboxEntry, 'action'>, model: Model): Line[] =>
  action === undefined
    ? []
    : [
        ...becomes(action, model),
        ...Object.entries(text.params)
          .map(([param, label]) => ({ label, value: shown(action.params[param] ?? null) }))
          .filter(({ value }) => value !== ''),
      ];
