import type { IncomingMessage, ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { bundlePage } from './bundle';
import { outlookHeaders, paneHeaders } from './headers';
import { listenOnLoopback } from './loopback';
import type { Mailbox } from './mailbox';
import { staticFile } from './static-files';

export interface OutlookOptions {
  /** 0: any free port. Rejects with EADDRINUSE where another one is taken. */
  readonly port: number;
  /** Origin of the CRM: "http://localhost:N". */
  readonly crmUrl: string;
  /** Folder with the built pane. */
  readonly build: string;
  readonly mailbox: Mailbox;
  /** The CRM's network switch: the page's checkbox turns it together with the web server's own. */
  readonly network: { up: boolean };
}

export interface OutlookServer {
  readonly port: number;
  /** "http://localhost:N/" */
  readonly url: string;
  close(): Promise<void>;
}

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const OFFICE_JS = folder('../../node_modules/@microsoft/office-js/dist');
const PAGE = folder('page');

/**
 * Serves the simulated Outlook at `/` and below `/_sandbox/`, and the pane's files beside it.
 * When the network is down only the pane's files are out of reach: the page is not part of the world it shows.
 */
export async function startOutlook(options: OutlookOptions): Promise<OutlookServer> {
  const { crmUrl, build, mailbox, network } = options;
  const scripts = await bundlePage();
  const web = { up: true };
  const crmOrigin = new URL(crmUrl).origin;

  const config = JSON.stringify({
    crm: { url: crmOrigin },
    auth: { kind: 'sandbox', user: 'dana' },
    scripts: ['/_sandbox/classic-hook.js'],
    office: '/office/office.js',
  });

  async function ownPage(path: string): Promise<Answer | null> {
    const script = scripts.get(path);
    if (script !== undefined) return { type: 'text/javascript; charset=utf-8', body: script };
    if (path === '/_sandbox/mailbox') return json(JSON.stringify(mailbox));
    if (path === '/') return staticFile(PAGE, 'index.html');
    if (path === '/_sandbox/outlook.css') return staticFile(PAGE, 'outlook.css');
    return null;
  }

  async function paneFile(path: string): Promise<Answer | null> {
    if (path === '/config.json') return json(config);
    // Office.js asks for some of its files in lower case only, whatever it was told.
    if (/^\/office\//i.test(path)) return staticFile(OFFICE_JS, path.slice(8).toLowerCase());
    return staticFile(build, path);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = decodeURIComponent(new URL(`http://localhost${request.url}`).pathname);
    if (path === '/_sandbox/network') return turnNetwork(request, response);
    const own = path === '/' || path.startsWith('/_sandbox/');
    if (!own && !web.up) return void request.socket.destroy();
    const found = own ? await ownPage(path) : await paneFile(path);
    const headers = own ? outlookHeaders : paneHeaders(path, crmOrigin);
    if (found === null) response.writeHead(404, headers).end();
    else response.writeHead(200, { ...headers, 'content-type': found.type }).end(found.body);
  }

  async function turnNetwork(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'POST') {
      const { up } = JSON.parse(await bodyOf(request)) as { up: boolean };
      web.up = up;
      network.up = up;
    }
    const { type, body } = json(JSON.stringify({ up: web.up }));
    response.writeHead(200, { ...outlookHeaders, 'content-type': type }).end(body);
  }

  const { port, close } = await listenOnLoopback(options.port, (request, response) => {
    answer(request, response).catch(() => response.writeHead(400).end());
  });
  return { port, url: `http://localhost:${port}/`, close };
}

interface Answer {
  readonly type: string;
  readonly body: string | Buffer;
}

const json = (body: string): Answer => ({ type: 'application/json', body });

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}
