import { accessRights, shareRecord, stopSharing } from '../../../domain/actions/sharing';
import { isLookup, type Lookup, type Value } from '../../../domain/value';
import { strings } from '../../strings';
import { asked, type RecordAction } from './record-action';

const text = strings.actions;

const principals = ['systemuser', 'team'];

const chosen = (value: Value | undefined): Lookup => {
  if (value === undefined || !isLookup(value)) throw new TypeError('Nobody was chosen');
  return value;
};

const isOwned: RecordAction['fits'] = ({ table }) => table.ownership === 'user';

export const assign: RecordAction = {
  label: text.label.assign,
  // The owner is a column too.
  needs: ['Assign', 'Write'],
  fits: isOwned,
  ask: ({ row: { table, id, values } }) => ({
    columns: [asked('owner', text.owner, 'lookup', { required: true, targets: principals })],
    values: { owner: values['ownerid'] ?? null },
    hint: text.assignHint,
    ofPeople: true,
    changes: ({ owner }) => [{ kind: 'assign', ref: { table, id }, owner: chosen(owner) }],
  }),
};

const rights = Object.entries(accessRights)
  .map(([right, value]) => ({ value, label: text.right[right as keyof typeof accessRights] }))
  .sort((a, b) => a.value - b.value);

const shareWith = asked('principal', text.params.principal, 'lookup', {
  required: true,
  targets: principals,
});

export const share: RecordAction = {
  label: text.label.share,
  needs: ['Share'],
  fits: isOwned,
  ask: ({ row: { table, id } }) => ({
    columns: [
      shareWith,
      asked('rights', text.params.rights, 'choices', { required: true, options: rights }),
      asked('only', text.only, 'boolean'),
    ],
    values: { principal: null, rights: [accessRights.Read], only: false },
    ofPeople: true,
    changes: ({ principal, rights: granted, only }) => [
      {
        kind: 'action',
        ref: { table, id },
        action: shareRecord(
          chosen(principal),
          Array.isArray(granted) ? (granted as readonly number[]) : [],
          only === true,
        ),
      },
    ],
  }),
};

export const unshare: RecordAction = {
  label: text.label.revokeAccess,
  needs: ['Share'],
  fits: isOwned,
  ask: ({ row: { table, id } }) => ({
    columns: [shareWith],
    values: { principal: null },
    hint: text.unshareHint,
    ofPeople: true,
    changes: ({ principal }) => [
      { kind: 'action', ref: { table, id }, action: stopSharing(chosen(principal)) },
    ],
  }),
};
