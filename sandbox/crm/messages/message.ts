import type { Arguments } from './message-arguments';
import type { Answer, Exchange } from '../exchange';
import type { Table } from '../model/model';

/** A parameter of a function or action. */
export interface Parameter {
  readonly name: string;
  /** As in $metadata: `Edm.String`, `Collection(Edm.Guid)`, `mscrm.crmbaseentity`, `mscrm.AccessRights`. */
  readonly type: string;
  readonly optional?: boolean;
}

/** What a call of a function or action is about. */
export interface Call {
  readonly exchange: Exchange;
  readonly given: Arguments;
  /** The table and row that the message is bound to; the id is '' where it is bound to a collection. */
  readonly bound: { readonly table: Table; readonly id: string } | null;
}

/** A function (GET) or action (POST) of the Web API. */
export interface Message {
  readonly name: string;
  readonly kind: 'function' | 'action';
  /** What it is called on; without it the message stands alone. The table `crmbaseentity` means every table. */
  readonly on?: { readonly table: string; readonly collection?: boolean };
  readonly parameters?: readonly Parameter[];
  /** The type of the answer, as in $metadata; without it there is none (204). */
  readonly answers?: string;
  run(call: Call): Answer;
}

export const noContent: Answer = { status: 204 };

/** An answer of the complex type `<message>Response`. */
export const respond = ({ exchange }: Call, message: string, values: object): Answer => ({
  status: 200,
  json: {
    '@odata.context': `${exchange.root}$metadata#Microsoft.Dynamics.CRM.${message}Response`,
    ...values,
  },
});

/** The called table and row of a message that is bound. */
export function boundTo({ bound }: Call): { readonly table: Table; readonly id: string } {
  if (!bound) throw new Error('The message is not bound.');
  return bound;
}
