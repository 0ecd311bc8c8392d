/** How a seed (and the sandbox's call `POST tables`) describes a table. Plain JSON; names are Dataverse's logical names. */
export interface TableDefinition {
  readonly name: string;
  readonly label: string;
  /** Default: the label and an "s". */
  readonly pluralLabel?: string;
  /** Name in Web API addresses. Default: the name and an "s". */
  readonly setName?: string;
  /** As in privilege names (prvReadAccount). Default: the name. */
  readonly schemaName?: string;
  /** Default: the next free one from 10000, where custom tables begin. */
  readonly objectTypeCode?: number;
  /** Default: the name and "id", for activities "activityid". */
  readonly primaryId?: string;
  /** The text column that names a row. Default: the first text column. */
  readonly primaryName?: string;
  /** Default: user. */
  readonly ownership?: 'user' | 'organization' | 'none';
  /** Rows are activities: they share privileges and can regard other rows. */
  readonly activity?: boolean;
  /** Activities may regard rows of this table. Default: true for tables that people own. */
  readonly hasActivities?: boolean;
  /** Notes may be attached to rows of this table. Default: true for tables that people own. */
  readonly hasNotes?: boolean;
  /** The rows have no rights of their own: whoever may read or write the row that this lookup refers to may do so here. */
  readonly follows?: string;
  /** As in privilege names, where that is not the schema name (prvReadNote). */
  readonly privileges?: string;
  /** Rows that people own, but without state and status. */
  readonly stateless?: boolean;
  /** The messages for single rows do not exist: rows are read in collections, and written with the row they belong to. */
  readonly collectionOnly?: boolean;
  /** Has no rows of its own: it shows those of all activities, with the columns that it lists. */
  readonly abstract?: boolean;
  /** Duplicates are looked for among its rows. Default: false. */
  readonly duplicateDetection?: boolean;
  /** Made available offline by the organisation. Default: true for custom tables. */
  readonly offline?: boolean;
  /** Etags are checked. Default: true. */
  readonly optimisticConcurrency?: boolean;
  /** Own columns; id, state, owner, dates and the like come by themselves. */
  readonly columns: readonly ColumnDefinition[];
  /** Sections of the main form: label and columns. Default: one section with all own columns. */
  readonly form?: readonly FormSection[];
  /** Alternate keys: no two rows have the same values in all of a key's columns. */
  readonly keys?: readonly KeyDefinition[];
  /** Has createdon, modifiedon and who did it, where people or the organisation own it. Default: true. */
  readonly audited?: boolean;
  /** Clients may follow the table's changes. Default: true where people or the organisation own it. */
  readonly changeTracking?: boolean;
  /** Rows are there to read; other operations change them. Default: false. */
  readonly readOnly?: boolean;
  /** Messages that the table does not have, though it is no table to read alone. Default: none. */
  readonly withoutMessages?: readonly RowMessage[];
  /** N:N relationships that begin here. */
  readonly links?: readonly LinkDefinition[];
}

/** What is done to a row. */
export type RowMessage = 'Create' | 'Update' | 'Delete';

export interface FormSection {
  readonly tab: string;
  readonly label: string;
  readonly columns: readonly string[];
}

export type ColumnType =
  | 'text'
  | 'memo'
  | 'integer'
  | 'bigint'
  | 'decimal'
  | 'double'
  | 'money'
  | 'boolean'
  | 'date'
  | 'choice'
  | 'choices'
  | 'state'
  | 'status'
  | 'lookup'
  | 'parties'
  | 'uniqueidentifier'
  | 'entityname';

/** Of the rows that refer to one: all, those in their active state, those of the same owner, or none. */
export type CascadeType = 'Cascade' | 'Active' | 'UserOwned' | 'NoCascade';

export interface ColumnDefinition {
  readonly name: string;
  readonly label: string;
  readonly type: ColumnType;
  /** Default: the name. A custom lookup's navigation property has this name. */
  readonly schemaName?: string;
  /** Only SystemRequired is enforced by the server, as in Dataverse; the others are for forms. Default: None. */
  readonly required?: 'None' | 'Recommended' | 'ApplicationRequired' | 'SystemRequired';
  /** May be written when a row is made. Default: true. */
  readonly create?: boolean;
  /** May be written later. Default: true. */
  readonly update?: boolean;
  /** text and memo: longest value. Default: 100 and 2000. */
  readonly maxLength?: number;
  /** text: Text, Email, Phone, Url; memo: TextArea, RichText; date: DateOnly, DateAndTime. */
  readonly format?: string;
  /** date. Default: DateOnly for format DateOnly, else UserLocal. */
  readonly behavior?: 'UserLocal' | 'DateOnly' | 'TimeZoneIndependent';
  /** decimal, double, money: digits after the point. Default: 2. */
  readonly precision?: number;
  readonly min?: number;
  readonly max?: number;
  readonly options?: readonly OptionDefinition[];
  /** choice: name of the organisation's own choice whose options these are. Default: they are the column's own. */
  readonly globalOptions?: string;
  /** choice, status, boolean: what a new row gets. */
  readonly default?: number | boolean;
  /** lookup: the tables it may refer to. */
  readonly targets?: readonly string[];
  /** lookup: instead of named targets, every table of which this is true. */
  readonly targetsOf?: 'activity' | 'hasActivities' | 'hasNotes';
  /** lookup: the collection on the other side; `{name}` and `{Name}` stand for the target. */
  readonly collection?: string;
  /** False: $filter refuses it, as Dataverse does for text that is kept apart from its row. */
  readonly filterable?: boolean;
  /** lookup: navigation property by target, where it is not the usual one. */
  readonly navigation?: Readonly<Record<string, string>>;
  /** lookup: name of the relationship (and of the collection on the other side) by target. */
  readonly relationship?: Readonly<Record<string, string>>;
  /** lookup: what happens when the other row is deleted. Default: RemoveLink. */
  readonly onDelete?: 'Cascade' | 'RemoveLink' | 'Restrict';
  /** lookup: which rows go with the other row when it is assigned, shared, unshared or gets another parent. Default: NoCascade. */
  readonly cascade?: CascadeType;
  /** parties: Dataverse's participationtypemask. */
  readonly mask?: number;
  /** lookup: the polymorphic lookup whose value it has where that refers to this one's table; kept by the server. */
  readonly mirrors?: string;
  /** Filled by the server from other columns. */
  readonly joins?: { readonly columns: readonly string[]; readonly by: string };
  /** Only who a column security profile allows reads and writes it. Default: false. */
  readonly secured?: boolean;
  /** No two rows have the same value. */
  readonly unique?: boolean;
}

export interface OptionDefinition {
  readonly value: number;
  readonly label: string;
  /** status: the state it belongs to. */
  readonly state?: number;
}

export interface KeyDefinition {
  readonly name: string;
  readonly label: string;
  /** Logical names, lookups included. */
  readonly columns: readonly string[];
}

export interface LinkDefinition {
  readonly name: string;
  readonly other: string;
  /** The intersect table. Default: the name without "_association". */
  readonly intersect?: string;
  /** Columns of the intersect table beside the two ids. */
  readonly columns?: readonly ColumnDefinition[];
  /** Not changed by $ref. Default: false. */
  readonly readOnly?: boolean;
  /** Instead of a table of its own, the lookups of another one whose rows are the pairs; not changed by $ref. */
  readonly over?: { readonly table: string; readonly left: string; readonly right: string };
}
