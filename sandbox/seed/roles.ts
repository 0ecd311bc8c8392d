/** How far a privilege reaches. */
export type Depth = 'Basic' | 'Local' | 'Deep' | 'Global';
export type Right =
  'Create' | 'Read' | 'Write' | 'Delete' | 'Append' | 'AppendTo' | 'Assign' | 'Share';
export type Grant = Readonly<Partial<Record<Right, Depth>>>;

export interface Role {
  readonly label: string;
  /** For every table that people own and that is not named below. */
  readonly usual: Grant;
  /** For every table of the organisation as a whole. */
  readonly shared: Grant;
  readonly tables: Readonly<Record<string, Grant>>;
  /** Privileges that belong to no table. */
  readonly besides?: readonly string[];
}

/** The privileges that belong to no table: held or not, for all rows. */
export const merging = 'prvMerge';
export const besides: readonly string[] = [merging];

export const rights: readonly Right[] = [
  'Create',
  'Read',
  'Write',
  'Delete',
  'Append',
  'AppendTo',
  'Assign',
  'Share',
];

const everything = (depth: Depth): Grant =>
  Object.fromEntries(rights.map((right) => [right, depth]));
const looking: Grant = { Read: 'Global', AppendTo: 'Global' };
/** What belongs to the organisation and is kept up to date by those who use it. */
const tended: Grant = { ...looking, Write: 'Global', Append: 'Global' };
const owned = everything('Basic');
const kept: Grant = Object.fromEntries(
  Object.entries(owned).filter(([right]) => right !== 'Delete'),
);

/** Who has what shared with them is for administrators only. */
const hidden = { principalobjectaccess: {} };

/** Settings that everybody sees and administrators change. */
const settings = {
  duplicaterule: { Read: 'Global' },
  workflow: { Read: 'Global' },
} as const;

export const roles: Readonly<Record<string, Role>> = {
  salesperson: {
    label: 'Salesperson',
    usual: owned,
    shared: looking,
    tables: { ...hidden, ...settings, account: kept, new_region: tended },
    besides,
  },
  manager: {
    label: 'Sales Manager',
    usual: everything('Deep'),
    shared: looking,
    tables: { ...hidden, ...settings, new_region: { ...tended, Create: 'Global' } },
    besides,
  },
  administrator: {
    label: 'System Administrator',
    usual: everything('Global'),
    shared: everything('Global'),
    tables: {},
    besides,
  },
  reader: {
    label: 'Read Only',
    usual: { Read: 'Global' },
    shared: { Read: 'Global' },
    tables: hidden,
  },
};
