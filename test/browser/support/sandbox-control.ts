import type { TableDefinition } from '../../../sandbox/seed/definition';

/** One committed write, as the sandbox's journal tells it. */
export interface JournalLine {
  readonly n: number;
  readonly at: string;
  readonly user: string;
  readonly method: string;
  readonly table: string;
  readonly id: string;
  readonly changes: Readonly<Record<string, unknown>>;
  readonly batch: string | null;
  readonly requestId: string;
  /** For the effects of a workflow. */
  readonly cause?: string;
  readonly tag?: string;
}

export interface Fault {
  readonly match?: { readonly method?: string; readonly path?: string };
  readonly times?: number;
  readonly skip?: number;
  readonly kind: 'status' | 'drop' | 'drop-after-commit' | 'delay' | 'html' | 'half-batch';
  readonly status?: number;
  readonly code?: string;
  readonly retryAfter?: number;
  readonly ms?: number;
  readonly body?: string;
}

/** The sandbox CRM's `/_sandbox/` calls. */
export class SandboxControl {
  /** @param crm "http://localhost:N" */
  constructor(private readonly crm: string) {}

  async journal(): Promise<JournalLine[]> {
    return (await this.call('GET', 'journal')) as JournalLine[];
  }

  /** Another user's edit. */
  async edit(
    user: string,
    table: string,
    id: string,
    changes: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    await this.call('POST', 'edit', { user, table, id, changes });
  }

  async delete(user: string, table: string, id: string): Promise<void> {
    await this.call('POST', 'delete', { user, table, id });
  }

  async fault(fault: Fault): Promise<void> {
    await this.call('POST', 'faults', fault);
  }

  async clearFaults(): Promise<void> {
    await this.call('DELETE', 'faults');
  }

  /** Makes the CRM alone unreachable; the pane's browser is not told. */
  async network(up: boolean): Promise<void> {
    await this.call('POST', 'network', { up });
  }

  async reset(seed: string): Promise<void> {
    await this.call('POST', 'reset', { seed });
  }

  /** Adds a custom table to the organisation. */
  async addTable(table: TableDefinition): Promise<void> {
    await this.call('POST', 'tables', table);
  }

  async expire(what: 'delta' | 'token', user?: string): Promise<void> {
    await this.call('POST', 'expire', { what, ...(user !== undefined && { user }) });
  }

  /** Takes privileges away from a user, or gives them with a depth. */
  async changePrivileges(
    user: string,
    privileges: Readonly<Record<string, string | null>>,
  ): Promise<void> {
    await this.call('POST', 'role', { user, privileges });
  }

  /** Sets the organisation's clock: ISO 8601. */
  async setClock(now: string): Promise<void> {
    await this.call('POST', 'clock', { now });
  }

  private async call(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.crm}/_sandbox/${path}`, {
      method,
      ...(body !== undefined && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  }
}
