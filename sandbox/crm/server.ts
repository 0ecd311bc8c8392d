import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Engine } from './engine';
import { Dropped } from './errors';
import { isSandboxCall, respond, send } from './http/incoming';
import { sandboxCall, type Network } from './calls/sandbox-calls';

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

const options = {
  /** Room for the longest address that Dataverse takes, and for the headers. */
  maxHeaderSize: 64 * 1024,
  /** As IIS: a shorter one meets the next request of a client that was busy. */
  keepAliveTimeout: 120_000,
};

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
  let port: number;

  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const own = isSandboxCall(incoming);
    const gone = (): boolean => !own && !network.up;
    if (gone()) return void incoming.socket.destroy();
    try {
      const response = await respond(incoming, (request) =>
        own ? sandboxCall(engine, network, request) : engine.handle(request),
      );
      if (gone()) return void incoming.socket.destroy();
      await send(response, outgoing);
    } catch (error) {
      if (!(error instanceof Dropped) && !incoming.destroyed)
        process.stderr.write(`${String(error)}\n`);
      incoming.socket.destroy();
    }
  };
  const listener = (incoming: IncomingMessage, outgoing: ServerResponse): void =>
    void answer(incoming, outgoing);

  const servers = [createServer(options, listener)];
  try {
    port = await listen(servers[0] as Server, wanted, '127.0.0.1');
  } catch (error) {
    engine.close();
    throw error;
  }
  // Where "localhost" means IPv6 first; a machine without it does well with the one above.
  const six = createServer(options, listener);
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
