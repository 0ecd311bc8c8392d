import { randomUUID } from 'node:crypto';

/** Writes a note with a file past the client, which has no way to do so. @param about id of an account @returns its id. */
export async function noteWithFile(
  crmUrl: string,
  about: string,
  name: string,
  contents: Uint8Array,
  user = 'dana',
): Promise<string> {
  const id = randomUUID();
  const answer = await fetch(new URL('/api/data/v9.2/annotations', crmUrl), {
    method: 'POST',
    headers: { Authorization: `Bearer sandbox:${user}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({
      annotationid: id,
      subject: `Has ${name}`,
      'objectid_account@odata.bind': `/accounts(${about})`,
      isdocument: true,
      filename: name,
      mimetype: 'application/octet-stream',
      documentbody: Buffer.from(contents).toString('base64'),
    }),
  });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return id;
}

/** So many bytes in no order, which no browser packs, the same ones each time. */
export function noise(length: number, seed = 1): Uint8Array {
  let state = seed + 1;
  return Uint8Array.from({ length }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & 255;
  });
}
