/** Tables and columns as the organisation's metadata describes them. Names are logical names. */
export interface Table {
  readonly name: string;
  readonly label: string;
  readonly pluralLabel: string;
  /** As used in Web API addresses: `accounts`. */
  readonly entitySetName: string;
  readonly primaryId: string;
  readonly primaryName: string;
  readonly ownership: 'user' | 'organization' | 'none';
  readonly isActivity: boolean;
  readonly optimisticConcurrency: boolean;
  readonly columns: Readonly<Record<string, Column>>;
  /** 1:N relationships in which this table is the one that is referred to. */
  readonly referencedBy: readonly Reference[];
  /** N:N relationships with other tables of the model; absent where an older version has kept it. */
  readonly linkedTo?: readonly ManyToMany[];
  readonly privileges: Readonly<Partial<Record<PrivilegeType, string>>>;
  /** The main form's sections, in order; made from the columns where the organisation has no readable form. */
  readonly sections: readonly Section[];
  /** Absent: rows have no file. */
  readonly file?: FileColumns;
  /** Where rows are notes: the column that refers to the record which a row is about. */
  readonly about?: string;
}

/** Where a row may have a file: the columns with its name and its size in bytes. */
export interface FileColumns {
  readonly name: string;
  readonly size: string;
  /** That of its contents, which is not among the table's columns; absent where an older version has kept it. */
  readonly body?: string;
}

export type PrivilegeType =
  'Create' | 'Read' | 'Write' | 'Delete' | 'Append' | 'AppendTo' | 'Assign' | 'Share';

export type ColumnType =
  | 'text'
  | 'memo'
  | 'integer'
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
  | 'uniqueidentifier';

/** What field security profiles let users do with a secured column. */
export type ColumnRight = 'Read' | 'Create' | 'Update';

export interface Column {
  readonly name: string;
  readonly label: string;
  readonly type: ColumnType;
  readonly required: boolean;
  readonly canCreate: boolean;
  readonly canUpdate: boolean;
  /** Rows on this computer may have been read without it. */
  readonly leftOut?: true;
  /** The organisation has secured it: the id by which it tells who may do what with it. */
  readonly secured?: string;
  /** secured: what this user may not do with it; absent: nothing, or it is not known. */
  readonly denied?: readonly ColumnRight[];
  /** text and memo: longest value in characters. */
  readonly maxLength?: number;
  /** text: how the control and the link behave. */
  readonly format?: 'text' | 'email' | 'phone' | 'url' | 'html';
  /** decimal, double, money: digits after the point. */
  readonly precision?: number;
  readonly min?: number;
  readonly max?: number;
  readonly dateBehavior?: 'UserLocal' | 'DateOnly' | 'TimeZoneIndependent';
  /** UserLocal and TimeZoneIndependent columns may still show the date alone. */
  readonly dateFormat?: 'DateOnly' | 'DateAndTime';
  readonly options?: readonly Option[];
  readonly targets?: readonly string[];
  /** lookup: target table to the navigation property that `@odata.bind` writes. */
  readonly navigation?: Readonly<Record<string, string>>;
  /** lookup: target tables whose rows take this row along when they are deleted. */
  readonly deletedWith?: readonly string[];
}

export interface Option {
  readonly value: number;
  readonly label: string;
  /** status: the state it belongs to. */
  readonly state?: number;
  /** state: the status a row gets with it. */
  readonly defaultStatus?: number;
}

/** Rows of `table` refer to this table by their column `column`. */
export interface Reference {
  readonly table: string;
  readonly column: string;
}

/** An N:N relationship, seen from one of its two tables. */
export interface ManyToMany {
  /** Its schema name, from either side. */
  readonly name: string;
  /** The navigation property that leads from a row of this table to those of the other: what a link is made by. */
  readonly navigation: string;
  /** The other table. */
  readonly table: string;
  /** What the linked rows are shown as; '' for the other table's plural label. */
  readonly label: string;
  /** The table whose rows are the links. */
  readonly intersect: string;
  /** Its columns with the ids of this table's row and of the other's. */
  readonly mine: string;
  readonly theirs: string;
}

export type Model = Readonly<Record<string, Table>>;

export interface Section {
  readonly label: string;
  readonly columns: readonly string[];
}
