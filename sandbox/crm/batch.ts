import { randomUUID } from 'node:crypto';
import { CrmFault, Dropped, errorAnswer, faults as refusals, unexpected } from './errors';
import { dispatch } from './dispatch';
import type { Answer, Exchange } from './exchange';
import { faultAnswer, type Faults } from './faults';
import { answerText, parseMultipart, type ChangeSet, type Part } from './multipart';
import { undeclaredContentId } from './payload';
import { readPreferences } from './prefer';

const prefix = '/api/data/v9.2/';
const most = 1000;

interface Reply {
  readonly contentId: string | null;
  readonly status: number;
  readonly text: string;
  /** The connection shall end once this is committed. */
  readonly drop: boolean;
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

  /** The part's path and query, from an address relative to the service or the host, or an absolute one. */
  #target({ target }: Part, contentIds: ReadonlyMap<string, string>): URL {
    const { root } = this.exchange;
    const url = URL.canParse(target, root) ? new URL(target, root) : null;
    if (!url?.pathname.startsWith(prefix))
      throw refusals.query(`The request URI '${target.slice(0, 100)}' is not valid.`);
    const [whole, id = ''] = /^\$([\w-]+)/.exec(url.pathname.slice(prefix.length)) ?? [];
    const address = contentIds.get(id);
    if (whole !== undefined && address !== undefined)
      return new URL(address + url.pathname.slice(prefix.length + whole.length) + url.search);
    if (/^\d+$/.test(id)) throw undeclaredContentId(`$${id}`);
    if (whole === '$batch') throw refusals.query('A batch cannot contain another batch.');
    return url;
  }

  #exchange(part: Part, contentIds: ReadonlyMap<string, string>): Exchange {
    const { pathname, search } = this.#target(part, contentIds);
    return {
      ...this.exchange,
      method: part.method,
      path: pathname.slice(prefix.length),
      search,
      headers: part.headers,
      body: part.body,
      prefer: readPreferences(part.headers.get('Prefer')),
      batch: this.#id,
      contentIds,
    };
  }

  /** Does one part; a row that it makes gets its address noted. Throws {@link Dropped} where a fault says so. */
  part(part: Part, contentIds: Map<string, string>): Reply {
    const { contentId } = part;
    const reply = (answer: Answer, applied: readonly string[] = [], drop = false): Reply => ({
      contentId,
      status: answer.status,
      text: answerText(answer, applied),
      drop,
    });
    const prefer = readPreferences(part.headers.get('Prefer'));
    try {
      const exchange = this.#exchange(part, contentIds);
      const fault = this.faults.strike(part.method, `${prefix}${exchange.path}`);
      const instead = fault && faultAnswer(fault);
      if (instead) return reply(instead);
      const answer = dispatch(exchange);
      const address =
        answer.headers?.['Location'] ??
        (part.method === 'PATCH' ? `${exchange.root}${exchange.path}` : undefined);
      if (contentId !== null && address !== undefined) contentIds.set(contentId, address);
      return reply(answer, exchange.prefer.applied, fault?.kind === 'drop-after-commit');
    } catch (error) {
      if (error instanceof Dropped) throw error;
      const fault = error instanceof CrmFault ? error : unexpected(error);
      return reply(errorAnswer(fault, prefer.everything));
    }
  }

  /** Does a change set: all of its parts or none. */
  #changeSet(set: ChangeSet): readonly Reply[] {
    const contentIds = new Map<string, string>();
    try {
      return this.exchange.organization.store.transaction(() =>
        set.parts.map((each) => {
          const reply = this.part(each, contentIds);
          if (reply.status >= 400) throw new Refused(reply);
          return reply;
        }),
      );
    } catch (error) {
      if (error instanceof Refused) return [error.reply];
      throw error;
    }
  }

  /** Does a part or a change set, and writes its answer. */
  item(item: Part | ChangeSet): { text: string; status: number } {
    const single = !('parts' in item);
    const replies = single
      ? [{ ...this.part(item, new Map()), contentId: null }]
      : this.#changeSet(item);
    if (replies.some(({ drop }) => drop)) throw new Dropped();
    const status = replies.find((reply) => reply.status >= 400)?.status ?? 200;
    if (single) return { text: replies.map(partText).join(''), status };
    const boundary = `changesetresponse_${randomUUID()}`;
    const parts = replies.map((reply) => `--${boundary}\r\n${partText(reply)}`);
    return {
      text: `Content-Type: multipart/mixed; boundary=${boundary}\r\n\r\n${parts.join('')}--${boundary}--\r\n`,
      status,
    };
  }
}

const partText = ({ contentId, text }: Reply): string =>
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
    const reply = run.item(item);
    texts.push(`--${boundary}\r\n${reply.text}`);
    if (reply.status < 400 || exchange.prefer.continueOnError) continue;
    status = reply.status;
    break;
  }
  if (half) throw new Dropped();
  return new Response(`${texts.join('')}--${boundary}--\r\n`, {
    status,
    headers: { 'Content-Type': `multipart/mixed; boundary=${boundary}`, 'OData-Version': '4.0' },
  });
}
