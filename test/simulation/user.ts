import type { Random } from '../../sandbox/seed/random';
import { userRef } from '../../sandbox/seed/empty';
import { closeOpportunity } from '../../src/domain/actions/closing';
import { mergeRows } from '../../src/domain/actions/merging';
import { qualify } from '../../src/domain/actions/qualifying';
import { accessRights, shareRecord, stopSharing } from '../../src/domain/actions/sharing';
import { runWorkflow } from '../../src/domain/actions/workflow';
import type { Action } from '../../src/domain/action';
import type { Change } from '../../src/domain/change';
import type { MailItem } from '../../src/domain/mail';
import type { Dependents } from '../../src/domain/outbox';
import type { RowRef } from '../../src/domain/row';
import type { Model } from '../../src/domain/table';
import { emailTable, trackEmail } from '../../src/domain/tracking';
import type { Lookup, Values } from '../../src/domain/value';
import {
  freeColumns,
  isTable,
  lookup,
  nameColumn,
  rowOf,
  takenAddress,
  type TableName,
} from './rows';

/** One save: what it wrote can be told from everything else, for ever. */
export interface Gesture {
  readonly tag: string;
  readonly changes: readonly Change[];
}

/** The n-th text that is written in a run, and in no other one. No tag is part of another. */
const tagOf = (seed: number, n: number): string => `#${seed}.${n};`;

export const isTag = (value: unknown): value is string =>
  typeof value === 'string' && value.startsWith('#');

/** What is the same in all messages. */
const message: MailItem = {
  kind: 'message',
  mode: 'read',
  itemId: '',
  messageId: '',
  conversationId: '',
  subject: '',
  from: null,
  to: [{ name: 'Dana', address: 'dana@example.com' }],
  cc: [],
  bcc: [],
  sentAt: null,
  start: null,
  end: null,
  location: '',
  attachments: [],
};

/** Thinks of what a user could do next with the rows they know. */
export class User {
  readonly #known: RowRef[];
  #made = 100;
  #tags = 0;
  #last: { readonly ref: RowRef; readonly column: string } | null = null;

  constructor(
    private readonly seed: number,
    private readonly random: Random,
    known: readonly RowRef[],
    private readonly model: Model,
    /** Which may be run on a lead. */
    private readonly workflow: Lookup,
  ) {
    this.#known = [...known];
  }

  #some(table: TableName): RowRef {
    return this.random.pick(this.#known.filter((ref) => ref.table === table));
  }

  /** What becomes of the changes that depend on a record; another of its table may be the record itself. */
  dependents({ table }: RowRef): Dependents {
    const others = this.#known.filter((ref) => ref.table === table);
    return this.random.pick(['keep', 'discard', { relink: lookup(this.random.pick(others)) }]);
  }

  #text(table: string, tag: string): Values {
    if (!isTable(table)) throw new Error(table);
    return { [this.random.pick(freeColumns[table])]: tag };
  }

  /** Often of the column that was changed last: people correct themselves. */
  #update(tag: string): Change {
    if (this.#last !== null && this.random.next() < 0.3)
      return { kind: 'update', ref: this.#last.ref, values: { [this.#last.column]: tag } };
    const ref = this.random.pick(this.#known);
    const values = this.#text(ref.table, tag);
    this.#last = { ref, column: Object.keys(values).join() };
    return { kind: 'update', ref, values };
  }

  #create(table: TableName, tag: string, more: Values = {}): Change {
    this.#made += 1;
    const ref = rowOf(this.seed, table, this.#made);
    const values: Values = { [nameColumn[table]]: tag, ...more };
    this.#known.push(ref);
    return { kind: 'create', ref, values };
  }

  /** A row that belongs to another, which may be new itself. */
  #child(tag: string): Change {
    const parent = lookup(this.#some(this.random.next() < 0.7 ? 'account' : 'contact'));
    return this.random.next() < 0.5
      ? this.#create('contact', tag, { parentcustomerid: lookup(this.#some('account')) })
      : this.#create('task', tag, { regardingobjectid: parent });
  }

  /** A message is filed that a known or new person has sent. */
  #mail(tag: string): Change {
    const table = emailTable(this.model);
    if (table === null) throw new Error('There are no e-mails.');
    this.#made += 1;
    const ref = rowOf(this.seed, 'email', this.#made);
    const from = this.#some(this.random.pick(['contact', 'account']));
    const address = 'sender@example.com';
    const change = trackEmail(
      {
        id: ref.id,
        item: { ...message, messageId: `<${ref.id}>`, subject: tag, from: { name: '', address } },
        body: '',
        userAddress: 'dana@example.com',
        regarding: this.random.next() < 0.5 ? lookup(this.#some('account')) : null,
        people: new Map([[address, [{ ...from, name: '', detail: '', pending: false }]]]),
      },
      table,
    );
    this.#known.push(ref);
    return change;
  }

  /** An opportunity is closed, which may be closed already, or is opened again. */
  #close(tag: string): readonly Change[] {
    const ref = this.#some('opportunity');
    if (this.random.next() < 0.2)
      return [{ kind: 'setState', ref, values: { statecode: 0, statuscode: 1 } }];
    const won = this.random.next() < 0.5;
    const outcome = {
      id: rowOf(this.seed, 'opportunity', 1000 + (this.#made += 1)).id,
      subject: tag,
      description: '',
      status: won ? 3 : 4,
      revenue: this.random.pick([null, '12.50']),
      closedOn: '2026-03-01',
      competitor: null,
    };
    const name = won ? 'winOpportunity' : 'loseOpportunity';
    return [{ kind: 'action', ref, action: closeOpportunity(name, outcome) }];
  }

  /** A lead is shared, or not any more, or a workflow is run on it. */
  #act(): Action {
    const ada = lookup(userRef('ada'));
    const { Read, Write } = accessRights;
    switch (this.random.between(0, 5)) {
      case 0:
        return shareRecord(ada, [Read, Write], false);
      case 1:
        return shareRecord(ada, [Read], true);
      case 2:
        return stopSharing(ada);
      default:
        return runWorkflow(this.workflow);
    }
  }

  /** A lead is qualified, or opened again. What it becomes may be there already. */
  #qualify(): Change {
    const ref = this.#some('lead');
    if (this.random.next() < 0.3)
      return { kind: 'setState', ref, values: { statecode: 0, statuscode: 1 } };
    const some = (): boolean => this.random.next() < 0.3;
    const becomes = { account: some(), contact: some(), opportunity: true };
    return { kind: 'action', ref, action: qualify(becomes, 3) };
  }

  /** Two records are merged, of which the one that stays may take over something of the other. */
  #merge(tag: string): readonly Change[] {
    const table = this.random.pick(['lead', 'contact'] as const);
    const [givenUp, stays] = [this.#some(table), this.#some(table)];
    if (givenUp.id === stays.id) return [this.#update(tag)];
    const taken = this.random.next() < 0.5 ? this.#text(table, tag) : {};
    return mergeRows({ givenUp, stays: lookup(stays), taken, sameParents: false });
  }

  next(): Gesture {
    const tag = tagOf(this.seed, this.#tags);
    this.#tags += 1;
    return { tag, changes: this.#changes(tag) };
  }

  #changes(tag: string): readonly Change[] {
    switch (this.random.between(0, 26)) {
      case 0:
        return [this.#create('account', tag)];
      case 1:
      case 2:
        return [this.#child(tag)];
      case 3: {
        const account = this.#create('account', tag);
        const parent = { ...lookup(account.ref), name: tag };
        return [account, this.#create('contact', `${tag}too`, { parentcustomerid: parent })];
      }
      case 4:
        // The CRM refuses it: a plug-in's rule.
        return [
          {
            kind: 'update',
            ref: this.#some('opportunity'),
            values: { stepname: tag, budgetamount: '-5.00' },
          },
        ];
      case 5: {
        const table = this.random.pick(['contact', 'account'] as const);
        return [this.#create(table, tag, { emailaddress1: takenAddress(this.seed) })];
      }
      case 6:
        return [{ kind: 'delete', ref: this.#some(this.random.pick(['contact', 'task'])) }];
      case 7:
        // The CRM refuses it: no right to.
        return [{ kind: 'delete', ref: this.#some('account') }];
      case 8:
        return [
          { kind: 'setState', ref: this.#some('task'), values: { statecode: 1, statuscode: 5 } },
        ];
      case 9:
        return [
          {
            kind: this.random.next() < 0.7 ? 'associate' : 'disassociate',
            ref: this.#some('contact'),
            relationship: 'contactleads_association',
            other: lookup(this.#some('lead')),
          },
        ];
      case 10:
        return [this.#update(tag), this.#update(`${tag}too`)];
      case 11:
        return [this.#mail(tag)];
      case 12:
      case 13:
        return this.#close(tag);
      case 18:
      case 19:
        return [this.#qualify()];
      case 20:
        return this.#merge(tag);
      case 15:
      case 16:
      case 17:
        return [{ kind: 'action', ref: this.#some('lead'), action: this.#act() }];
      case 14: {
        const deal = this.#create('opportunity', `${tag}too`);
        return [deal, ...this.#close(tag)];
      }
      default:
        return [this.#update(tag)];
    }
  }
}
