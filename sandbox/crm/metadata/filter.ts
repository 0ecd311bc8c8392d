import { faults } from '../errors';
import type { Filter, Operand } from '../query/filter';
import type { Metadata } from './attribute';

function valueOf(operand: Operand, item: Metadata): unknown {
  if (operand.kind !== 'path') return operand.value;
  let at: unknown = item;
  for (const step of operand.steps) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step))
      throw faults.query(`Could not find a property named '${step}' in the metadata.`);
    at = (at as Metadata)[step];
  }
  return at;
}

/** Whether metadata fits a filter. Enumerations compare by their member's name. */
export function fits(filter: Filter, item: Metadata): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.parts.every((part) => fits(part, item));
    case 'or':
      return filter.parts.some((part) => fits(part, item));
    case 'not':
      return !fits(filter.of, item);
    case 'compare': {
      const left = valueOf(filter.left, item);
      const right = valueOf(filter.right, item);
      if (filter.operator === 'eq') return left === right;
      if (filter.operator === 'ne') return left !== right;
      if (typeof left !== 'number' || typeof right !== 'number') return false;
      return { gt: left > right, ge: left >= right, lt: left < right, le: left <= right }[
        filter.operator
      ];
    }
    default:
      // Dataverse has neither text nor query functions on metadata.
      throw faults.query('The metadata filter uses a function that is not supported.');
  }
}
