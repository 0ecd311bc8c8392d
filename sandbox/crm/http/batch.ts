import { randomUUID } from 'node:crypto';
import { readAddress, type ApiAddress } from './api-address';
import { asFault, Dropped, errorAnswer, faults as refusals } from '../errors';
import { dispatch } from '../dispatch';
import type { Answer, Exchange } from '../exchange';
import { delayOf, faultAnswer, type FaultRequest, type Faults } from '../calls/faults';
import { answerText, parseMultipart, type ChangeSet, type Part } from './multipart';
import { requireForm, requireMethod } from './negotiation';
import { undeclaredContentId } from '../write/payload';
import { readPreferences } from './prefer';
import { asksForDuplicates } from '../rules/duplicates';

/** Longest address of a part, in characters. */
const longest = 65_536;

interface Reply {
  readonly contentId: string | null;
  readonly status: number;
  readonly text: string;
  /** What strikes once this is committed. */
  readonly fault: FaultRequest | null;
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

  /** Where a part goes, by an address relative to the service or the host, or an absolute one. */
  #address({ target }: Part, contentIds: ReadonlyMap<string, string>): ApiAddress {
    const { root } = this.exchange;
    const address = readAddress(target, root, longest);
    const [whole, id = ''] = /^\$([\w-]+)/.exec(address.path) ?? [];
    const made = contentIds.get(id);
    if (whole !== undefined && made !== undefined)
      return readAddress(made + address.path.slice(whole.length) + address.search, root, longest);
    if (/^\d+$/.test(id)) throw undeclaredContentId(`$${id}`);
    if (whole === '$batch') throw refusals.query('A batch cannot contain another batch.');
    return address;
  }

  #exchange(part: Part, contentIds: ReadonlyMap<string, string>): Exchange {
    const { prefix, path, search } = this.#address(part, contentIds);
    return {
      ...this.exchange,
      method: part.method,
      path,
      search,
      root: `${new URL(this.exchange.root).origin}${prefix}`,
      headers: part.headers,
      body: part.body,
      prefer: readPreferences(part.headers.get('Prefer')),
      refusesDuplicates: asksForDuplicates(part.headers),
      batch: this.#id,
      contentIds,
    };
  }

  /** Does one part; a row that it makes gets its address noted. Throws {@link Dropped} where a fault says so. */
  part(part: Part, contentIds: Map<string, string>): Reply {
    const { contentId } = part;
    const reply = (
      answer: Answer,
      applied: readonly string[] = [],
      fault: FaultRequest | null = null,
    ): Reply => ({
      contentId,
      status: answer.status,
      text: answerText(answer, applied),
      fault,
    });
    const prefer = readPreferences(part.headers.get('Prefer'));
    try {
      requireMethod(part.method);
      const exchange = this.#exchange(part, contentIds);
      const { pathname } = new URL(exchange.path, exchange.root);
      const fault = this.faults.strike('part', part.method, pathname);
      const instead = fault && faultAnswer(fault);
      if (instead) return reply(instead);
      requireForm(exchange);
      const answer = dispatch(exchange);
      const address =
        answer.headers?.['Location'] ??
        (part.method === 'PATCH' ? `${exchange.root}${exchange.path}` : undefined);
      if (contentId !== null && address !== undefined) contentIds.set(contentId, address);
      return reply(answer, exchange.prefer.applied, fault);
    } catch (error) {
      if (error instanceof Dropped) throw error;
      return reply(errorAnswer(asFault(error), prefer.everything));
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

  /** Does what faults ask for once replies are committed, and lets others have their turn. Throws {@link Dropped}. */
  async #settle(replies: readonly Reply[]): Promise<void> {
    const ms = replies.reduce((sum, { fault }) => sum + delayOf(fault), 0);
    await (ms > 0 ? this.faults.hold(ms) : new Promise((resolve) => setImmediate(resolve)));
    if (replies.some(({ fault }) => fault?.kind === 'drop-after-commit')) throw new Dropped();
  }

  /** Does a part or a change set, and writes its answer. */
  async item(item: Part | ChangeSet): Promise<{ text: string; status: number }> {
    const single = !('parts' in item);
    const replies = single
      ? [{ ...this.part(item, new Map()), contentId: null }]
      : this.#changeSet(item);
    await this.#settle(replies);
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
export async function batch(exchange: Exchange, faults: Faults, half: boolean): Promise<Response> {
  const items = parseMultipart(exchange.headers.get('Content-Type'), exchange.body);
  const run = new Run(exchange, faults);
  const boundary = `batchresponse_${randomUUID()}`;
  const texts: string[] = [];
  let status = 200;
  for (const item of half ? items.slice(0, Math.ceil(items.length / 2)) : items) {
    const reply = await run.item(item);
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
