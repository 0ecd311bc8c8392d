import { choice, integer, lookup, memo, text, time, yesNo } from '../columns';
import type { ColumnDefinition, TableDefinition } from '../definition';

const id = (name: string, label: string): ColumnDefinition => ({
  name,
  label,
  type: 'uniqueidentifier',
});
const tableName = (name: string, label: string): ColumnDefinition => ({
  name,
  label,
  type: 'entityname',
});

/** Who may do what: roles with their privileges, what is shared with whom, and who sees secured columns. */
export const securityTables: readonly TableDefinition[] = [
  {
    name: 'role',
    label: 'Security Role',
    schemaName: 'Role',
    objectTypeCode: 1036,
    primaryName: 'name',
    ownership: 'organization',
    columns: [
      text('name', 'Name', 100, { required: 'SystemRequired' }),
      lookup('businessunitid', 'Business Unit', ['businessunit'], {
        onDelete: 'Restrict',
        relationship: { businessunit: 'business_unit_roles' },
      }),
      choice(
        'isinherited',
        "Member's privilege inheritance",
        [
          { value: 0, label: 'Team privileges only' },
          { value: 1, label: 'Direct User (Basic) access level and Team privileges' },
        ],
        { default: 1 },
      ),
    ],
    links: [
      { name: 'systemuserroles_association', other: 'systemuser' },
      { name: 'teamroles_association', other: 'team' },
      {
        name: 'roleprivileges_association',
        other: 'privilege',
        columns: [integer('privilegedepthmask', 'Privilege Depth Mask', 0, 15)],
        readOnly: true,
      },
    ],
  },
  {
    name: 'privilege',
    label: 'Privilege',
    schemaName: 'Privilege',
    objectTypeCode: 1023,
    primaryName: 'name',
    ownership: 'organization',
    audited: false,
    readOnly: true,
    columns: [
      text('name', 'Name', 100),
      integer('accessright', 'Access Right', 0, 2_147_483_647),
      yesNo('canbebasic', 'Applies to User'),
      yesNo('canbelocal', 'Applies to Business Unit'),
      yesNo('canbedeep', 'Applies to Child Business Units'),
      yesNo('canbeglobal', 'Applies to Organization'),
    ],
  },
  {
    name: 'principalobjectaccess',
    label: 'Principal Object Access',
    setName: 'principalobjectaccessset',
    schemaName: 'PrincipalObjectAccess',
    objectTypeCode: 11,
    primaryName: 'objecttypecode',
    ownership: 'organization',
    audited: false,
    readOnly: true,
    columns: [
      id('objectid', 'Object'),
      tableName('objecttypecode', 'Object Type'),
      id('principalid', 'Principal'),
      tableName('principaltypecode', 'Principal Type'),
      integer('accessrightsmask', 'Access Rights Mask', 0, 2_147_483_647),
      integer('inheritedaccessrightsmask', 'Inherited Access Rights Mask', 0, 2_147_483_647),
      time('changedon', 'Changed On'),
    ],
  },
  {
    name: 'fieldsecurityprofile',
    label: 'Column Security Profile',
    schemaName: 'FieldSecurityProfile',
    objectTypeCode: 1200,
    primaryName: 'name',
    ownership: 'organization',
    columns: [
      text('name', 'Name', 100, { required: 'SystemRequired' }),
      memo('description', 'Description'),
    ],
    links: [
      { name: 'systemuserprofiles_association', other: 'systemuser' },
      { name: 'teamprofiles_association', other: 'team' },
    ],
  },
  {
    name: 'fieldpermission',
    label: 'Field Permission',
    schemaName: 'FieldPermission',
    objectTypeCode: 1201,
    primaryName: 'attributelogicalname',
    ownership: 'organization',
    audited: false,
    columns: [
      lookup('fieldsecurityprofileid', 'Profile', ['fieldsecurityprofile'], {
        required: 'SystemRequired',
        onDelete: 'Cascade',
        relationship: { fieldsecurityprofile: 'lk_fieldpermission_fieldsecurityprofileid' },
      }),
      { ...tableName('entityname', 'Name of the Table'), required: 'SystemRequired' },
      text('attributelogicalname', 'Name of the Column', 50, { required: 'SystemRequired' }),
      ...(['canread', 'cancreate', 'canupdate'] as const).map((name) =>
        choice(
          name,
          `Can ${name.slice(3)}`,
          [
            { value: 0, label: 'Not Allowed' },
            { value: 4, label: 'Allowed' },
          ],
          { default: 0 },
        ),
      ),
    ],
  },
];
