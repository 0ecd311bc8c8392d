import { connect, createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../src/domain/ports';
import { createWay, type Speed } from './way';

/** A network between a browser and a server. */
export interface SlowNetwork {
  /** The server's origin, as one who is behind this network names it. */
  readonly origin: string;
  /** Bytes that the server has sent over it so far. */
  received(): number;
  close(): void;
}

/**
 * Puts a network before a server on this machine. Every connection goes through it, those of workers too, which the
 * browser's own throttling does not reach.
 */
export async function slowNetwork(
  server: string,
  speed: Speed,
  clock: Clock,
): Promise<SlowNetwork> {
  const up = createWay(speed, clock);
  const down = createWay(speed, clock);
  const sockets = new Set<Socket>();
  const pass = createServer({ allowHalfOpen: true }, (client) => {
    const target = connect({
      port: Number(new URL(server).port),
      host: 'localhost',
      allowHalfOpen: true,
    });
    for (const socket of [client, target]) {
      sockets.add(socket);
      // One end that breaks breaks the other.
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        (socket === client ? target : client).destroy();
      });
    }
    // Hands are shaken first.
    clock.after(speed.roundTripMs, () => void up.lead(client, target).catch(() => undefined));
    void down.lead(target, client).catch(() => undefined);
  });
  await new Promise<void>((resolve) => pass.listen(0, '127.0.0.1', resolve));
  const { port } = pass.address() as AddressInfo;
  return {
    origin: `http://localhost:${port}`,
    received: down.carried,
    close() {
      for (const socket of sockets) socket.destroy();
      pass.close();
    },
  };
}
