import { batchAnswer, batchText, httpPart } from './batch-parts';

/** A read in a batch. */
export interface GatheredRead {
  readonly url: string;
  readonly headers: Headers;
}

/** The reads of a batch; null where it has anything else. @param body its text. */
export function readsIn(body: string, origin: string): readonly GatheredRead[] | null {
  const parts = body.split(/^--\S+(?:--)?\r\n/m).slice(1, -1);
  const reads = parts.map((part) => {
    const [, path, lines = ''] = /^GET (\S+) HTTP\/1\.1\r\n([^]*?)\r\n\r\n/m.exec(part) ?? [];
    if (path === undefined) return null;
    const headers = lines.split('\r\n').map((line) => line.split(/: (.*)/).slice(0, 2));
    return { url: origin + path, headers: new Headers(headers as [string, string][]) };
  });
  return reads.every((read) => read !== null) ? reads : null;
}

/** The answer to a batch that goes on behind failures. */
export async function gatheredAnswer(answers: readonly Response[]): Promise<Response> {
  const parts = answers.map(async (answer) =>
    httpPart({
      status: answer.status,
      body: await answer.json(),
      headers: Object.fromEntries(answer.headers),
    }),
  );
  return batchAnswer(batchText(await Promise.all(parts)));
}
