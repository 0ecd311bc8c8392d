/** Reads the sandbox CRM as one of its users, past the pane. */
export class CrmReader {
  /** @param crm "http://localhost:N" */
  constructor(
    private readonly crm: string,
    private readonly user = 'dana',
  ) {}

  async userId(): Promise<string> {
    return String(((await this.get('WhoAmI')) as Record<string, unknown>)['UserId']);
  }

  /** Rows of a set, with Dataverse's own names. @param query such as "accounts?$top=1" */
  async rows(query: string): Promise<Record<string, unknown>[]> {
    return ((await this.get(query)) as { value: Record<string, unknown>[] }).value;
  }

  /** The name of a row that fits, which no other row of this set has. */
  async uniqueName(set: string, column: string, filter: string): Promise<string> {
    const names = (await this.rows(`${set}?$select=${column}`)).map((row) => row[column]);
    const fitting = await this.rows(`${set}?$select=${column}&$filter=${filter}`);
    const row = fitting.find((one) => names.filter((name) => name === one[column]).length === 1);
    if (!row) throw new Error(`Nothing in ${set} with a name of its own: ${filter}`);
    return String(row[column]);
  }

  private async get(path: string): Promise<unknown> {
    const response = await fetch(`${this.crm}/api/data/v9.2/${path}`, {
      headers: { authorization: `Bearer sandbox:${this.user}`, accept: 'application/json' },
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }
}
