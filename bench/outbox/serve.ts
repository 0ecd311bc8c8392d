import { Agent, createServer, request as forward, type IncomingMessage } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bundle } from '../bundle';

const html = `<!doctype html><meta charset="utf-8"><title>Outboxes</title><link rel="icon" href="data:,">
<script type="module" src="/page.js"></script>`;

export interface BenchServer {
  readonly url: string;
  /** Milliseconds that a request is on its way to the CRM and back, besides what the CRM takes. */
  roundTrip: number;
  close(): void;
}

/** Serves the page with the outboxes, and the CRM below `/api/` on the same origin, as far away as is wished. */
export async function serve(crmPort: number): Promise<BenchServer> {
  const script = await bundle(new URL('page.ts', import.meta.url));
  const agent = new Agent({ keepAlive: true });
  const pass = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const { method, url, headers } = incoming;
    const onward = forward(
      { agent, host: '127.0.0.1', port: crmPort, method, path: url, headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  };
  const server = createServer((incoming, outgoing) => {
    const { url = '' } = incoming;
    if (url.startsWith('/api/')) setTimeout(() => pass(incoming, outgoing), served.roundTrip);
    else if (url === '/') outgoing.setHeader('Content-Type', 'text/html').end(html);
    else if (url === '/page.js') outgoing.setHeader('Content-Type', 'text/javascript').end(script);
    else outgoing.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const served: BenchServer = {
    url: `http://localhost:${port}/`,
    roundTrip: 0,
    close() {
      agent.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
  return served;
}
