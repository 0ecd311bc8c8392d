import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Engine } from './engine';
import { Dropped } from './errors';
import { sandboxCall, type Network } from './sandbox-calls';

export interface CrmOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** `demo`, `empty` or `large:N`; data that is there wins. */
  readonly seed: string;
  /** Folder that keeps the data; without it nothing is kept. */
  readonly data?: string;
}

export interface Crm {
  readonly port: number;
  /** `http://localhost:PORT/api/data/v9.2/` */
  readonly url: string;
  /** `up` false: every request outside `/_sandbox/` has its socket destroyed. */
  readonly network: Network;
  close(): Promise<void>;
}

const largest = 20 * 1024 * 1024;

async function readBody(incoming: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += (chunk as Buffer).length;
    // What is too large is read to its end, so that the answer arrives, and not kept.
    if (size <= largest) chunks.push(chunk as Buffer);
  }
  return size > largest ? null : Buffer.concat(chunks);
}

async function toRequest(incoming: IncomingMessage, port: number): Promise<Request> {
  const headers = new Headers();
  for (let at = 0; at < incoming.rawHeaders.length; at += 2)
    headers.append(incoming.rawHeaders[at] ?? '', incoming.rawHeaders[at + 1] ?? '');
  const method = incoming.method ?? 'GET';
  const body = await readBody(incoming);
  if (body === null) headers.set('Content-Length', String(largest));
  const url = new URL(incoming.url ?? '/', `http://localhost:${port}`);
  return new Request(url, {
    method,
    headers,
    ...(method === 'GET' || method === 'HEAD' || !body?.length
      ? {}
      : { body: new Uint8Array(body) }),
  });
}

async function send(response: Response, outgoing: ServerResponse): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer());
  const headers: Record<string, string> = Object.fromEntries(response.headers);
  if (response.status !== 204 && response.status !== 304)
    headers['content-length'] = String(body.length);
  outgoing.writeHead(response.status, headers);
  outgoing.end(body);
}

const listen = (server: Server, port: number, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });

/** Starts a CRM on loopback. Rejects where the port is taken, the seed unknown or the folder in use. */
export async function startCrm({ port: wanted, seed, data }: CrmOptions): Promise<Crm> {
  const engine = new Engine({ seed, ...(data === undefined ? {} : { data }) });
  const network: Network = { up: true };
  let port = wanted;

  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const own = incoming.url?.startsWith('/_sandbox/') ?? false;
    if (!own && !network.up) return void incoming.socket.destroy();
    try {
      const request = await toRequest(incoming, port);
      const response = own
        ? await sandboxCall(engine, network, request)
        : await engine.handle(request);
      if (!own && !network.up) return void incoming.socket.destroy();
      await send(response, outgoing);
    } catch (error) {
      if (!(error instanceof Dropped) && !incoming.destroyed)
        process.stderr.write(`${String(error)}\n`);
      incoming.socket.destroy();
    }
  };
  const listener = (incoming: IncomingMessage, outgoing: ServerResponse): void =>
    void answer(incoming, outgoing);

  const servers = [createServer(listener)];
  try {
    port = await listen(servers[0] as Server, wanted, '127.0.0.1');
  } catch (error) {
    engine.close();
    throw error;
  }
  // Where "localhost" means IPv6 first; a machine without it does well with the one above.
  const six = createServer(listener);
  await listen(six, port, '::1').then(
    () => servers.push(six),
    () => undefined,
  );

  return {
    port,
    url: `http://localhost:${port}/api/data/v9.2/`,
    network,
    close: async () => {
      await Promise.all(
        servers.map(
          (server) =>
            new Promise<void>((resolve) => {
              server.close(() => resolve());
              server.closeAllConnections();
            }),
        ),
      );
      engine.close();
    },
  };
}
