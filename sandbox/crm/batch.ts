import { randomUUID } from 'node:crypto';
import { CrmFault, Dropped, errorResponse, faults as refusals } from './errors';
import { dispatch } from './dispatch';
import type { Exchange } from './exchange';
import { faultResponse, type Faults } from './faults';
import { toResponse } from './http';
import { bodyText, parseMultipart, type ChangeSet, type Part } from './multipart';
import { readPreferences } from './prefer';

const prefix = '/api/data/v9.2/';
const most = 1000;

interface Reply {
  readonly contentId: string | null;
  readonly status: number;
  readonly text: string;
}

/** A change set that failed: its one answer. */
class Refused extends Error {
  constructor(readonly reply: Reply) {
    super('refused');
  }
}

/** Runs the parts of one batch in order. */
class Run {
  readonly #id = randomUUID();

  constructor(
    readonly exchange: Exchange,
    readonly faults: Faults,
  ) {}

  #exchange(part: Part, references: ReadonlyMap<string, string>): Exchange {
    const replaced = part.target.replace(
      /^\$(\w+)/,
      (whole, id: string) => references.get(id) ?? whole,
    );
    if (/^\$\d/.test(replaced)) throw undeclared(replaced);
    const { pathname, search } = new URL(replaced, this.exchange.root);
    if (!pathname.startsWith(prefix))
      throw refusals.query(`The request URI '${part.target.slice(0, 100)}' is not valid.`);
    return {
      ...this.exchange,
      method: part.method,
      path: pathname.slice(prefix.length),
      search,
      headers: part.headers,
      body: part.body.replaceAll(/"\$(\w+)"/g, (whole, id: string) => {
        const address = references.get(id);
        if (address === undefined && /^\d+$/.test(id)) throw undeclared(`$${id}`);
        return address === undefined ? whole : JSON.stringify(address);
      }),
      prefer: readPreferences(part.headers.get('Prefer')),
      batch: this.#id,
    };
  }

  /** Does one part. Throws {@link Dropped} where a fault says so. */
  part(part: Part, references: Map<string, string>): Reply {
    try {
      const exchange = this.#exchange(part, references);
      const fault = this.faults.strike(part.method, `${prefix}${exchange.path}`);
      const instead = fault && faultResponse(fault, null);
      if (instead)
        return {
          contentId: part.contentId,
          status: instead.status,
          text: bodyText(instead, fault.body ?? ''),
        };
      const answer = dispatch(exchange);
      const address = answer.headers?.['Location'];
      if (part.contentId !== null && address !== undefined) references.set(part.contentId, address);
      const response = toResponse(answer, exchange.prefer.applied);
      if (fault?.kind === 'drop-after-commit') throw new Dropped();
      return {
        contentId: part.contentId,
        status: answer.status,
        text: bodyText(
          response,
          answer.json === undefined ? (answer.text?.body ?? '') : JSON.stringify(answer.json),
        ),
      };
    } catch (error) {
      if (!(error instanceof CrmFault)) throw error;
      const response = errorResponse(error);
      return {
        contentId: part.contentId,
        status: error.status,
        text: bodyText(
          response,
          JSON.stringify({ error: { code: error.code, message: error.message } }),
        ),
      };
    }
  }

  /** Does a change set: all of its parts or none. */
  changeSet(set: ChangeSet): { text: string; status: number } {
    const references = new Map<string, string>();
    const boundary = `changesetresponse_${randomUUID()}`;
    const join = (replies: readonly Reply[]): string =>
      `Content-Type: multipart/mixed; boundary=${boundary}\r\n\r\n${replies.map((reply) => `--${boundary}\r\n${part(reply)}`).join('')}--${boundary}--\r\n`;
    try {
      const replies = this.exchange.organization.store.transaction(() =>
        set.parts.map((each) => {
          const reply = this.part(each, references);
          if (reply.status >= 400) throw new Refused(reply);
          return reply;
        }),
      );
      return { text: join(replies), status: 200 };
    } catch (error) {
      if (error instanceof Refused)
        return { text: join([error.reply]), status: error.reply.status };
      throw error;
    }
  }
}

const undeclared = (reference: string): CrmFault =>
  new CrmFault(
    400,
    '0x80060888',
    `Content-ID Reference: '${reference}' does not exist in the batch context.`,
  );

const part = ({ contentId, text }: Reply): string =>
  `Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n${contentId === null ? '' : `Content-ID: ${contentId}\r\n`}\r\n${text}\r\n`;

/** Answers `POST $batch`; `half`: commits the first half of its parts, then drops the connection. */
export function batch(exchange: Exchange, faults: Faults, half: boolean): Response {
  const items = parseMultipart(exchange.headers.get('Content-Type'), exchange.body);
  const requests = items.reduce((sum, item) => sum + ('parts' in item ? item.parts.length : 1), 0);
  if (requests > most)
    throw refusals.query(`The number of requests in the batch exceeds the limit of ${most}.`);
  const run = new Run(exchange, faults);
  const boundary = `batchresponse_${randomUUID()}`;
  const texts: string[] = [];
  let status = 200;
  for (const item of half ? items.slice(0, Math.ceil(items.length / 2)) : items) {
    let reply: { text: string; status: number };
    if ('parts' in item) reply = run.changeSet(item);
    else {
      const done = run.part(item, new Map());
      reply = { text: part({ ...done, contentId: null }), status: done.status };
    }
    texts.push(`--${boundary}\r\n${reply.text}`);
    if (reply.status >= 400 && !exchange.prefer.continueOnError) {
      status = reply.status;
      break;
    }
  }
  if (half) throw new Dropped();
  return new Response(`${texts.join('')}--${boundary}--\r\n`, {
    status,
    headers: { 'Content-Type': `multipart/mixed; boundary=${boundary}`, 'OData-Version': '4.0' },
  });
}
