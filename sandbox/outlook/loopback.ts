import type { RequestListener, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Loopback {
  readonly port: number;
  /** Ends open connections, too. */
  close(): Promise<void>;
}

/** Listens on this machine alone, under both meanings of "localhost". Rejects where the port is taken. */
export async function listenOnLoopback(port: number, answer: RequestListener): Promise<Loopback> {
  const four = createServer(answer);
  await listen(four, port, '127.0.0.1');
  const servers = [four];
  const taken = (four.address() as AddressInfo).port;
  const six = createServer(answer);
  // A machine without IPv6, or with another server there, does well with the first one.
  await listen(six, taken, '::1').then(
    () => servers.push(six),
    () => undefined,
  );
  return {
    port: taken,
    close: async () => {
      await Promise.all(servers.map(close));
    },
  };
}

const listen = (server: Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
