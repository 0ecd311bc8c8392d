import type { CrmServer } from '../../domain/crm-server';
import { may, type Rights } from '../../domain/rights';
import { type Row, rowKey, type RowRef } from '../../domain/row';
import type { PrivilegeType, Table } from '../../domain/table';
import { isLookup, sameValue } from '../../domain/value';
import type { ForeseenRows } from './foreseen-rows';
import { refusals } from './refusals';

type Access = ReadonlySet<PrivilegeType> | null;

/** What the user may do: by their privileges, and where these do not say, as the server tells of the row. */
export class ForeseenRights {
  readonly #access = new Map<string, Access>();

  constructor(
    private readonly server: Pick<CrmServer, 'readAccess'>,
    private readonly rights: Rights,
    private readonly rows: ForeseenRows,
  ) {}

  holds(table: Table, type: PrivilegeType): boolean {
    return may(this.rights, table, type).allowed;
  }

  /** Throws where the user has no such privilege. */
  requirePrivilege(table: Table, type: PrivilegeType): void {
    if (!this.holds(table, type)) throw refusals.noPrivilege();
  }

  /** What the server says of a row; null where there is none. */
  async access(table: Table, { id }: RowRef): Promise<Access> {
    const key = rowKey({ table: table.name, id });
    if (!this.#access.has(key))
      this.#access.set(key, await this.server.readAccess(this.rights.userId, table, id));
    return this.#access.get(key) ?? null;
  }

  /** Throws where the user may not do this to the row. @param row null: it may not be read. */
  async require(table: Table, type: PrivilegeType, ref: RowRef, row: Row | null): Promise<void> {
    this.requirePrivilege(table, type);
    if (table.ownership === 'user' && !(await this.#may(table, type, ref, row)))
      throw refusals.noAccess();
  }

  async #may(table: Table, type: PrivilegeType, ref: RowRef, row: Row | null): Promise<boolean> {
    const privilege = table.privileges[type];
    const depth = privilege === undefined ? 'Global' : this.rights.depths[privilege];
    if (depth === 'Global') return true;
    const owner = row?.values['ownerid'];
    if (isLookup(owner) && owner.id === this.rights.userId) return true;
    // What the server says is said of the owner it has.
    const there = await this.rows.asRead(table, ref.id);
    if (row === null || (there !== null && sameValue(there.values['ownerid'], owner)))
      return (await this.access(table, ref))?.has(type) === true;
    return may(this.rights, table, type, row).allowed;
  }
}
