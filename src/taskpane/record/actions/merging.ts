import { mergedInto, mergePrivilege, mergeRows, type Merge } from '../../../domain/actions/merging';
import { actions } from '../../../domain/actions/registry';
import { type RowRef, sameRow } from '../../../domain/row';
import { isLookup, type Lookup, type Values } from '../../../domain/value';
import { shownNameOf } from '../../names';
import { whyNot } from '../../permission';
import { strings } from '../../strings';
import { asked, type RecordAction } from './record-action';

const text = strings.actions;

/** Which of the two stays, as the dialog numbers them. */
const THIS = 0;
const OTHER = 1;

const otherIn = ({ other }: Values): Lookup | null => (isLookup(other) ? other : null);

export const merge: RecordAction = {
  label: text.label.merge,
  needs: ['Write'],
  why: ({ rights }) => (mergePrivilege in rights.depths ? null : text.noMerge),
  fits: ({ table, row }) => actions.merge.fits(table, row),
  ask({ table, row, rights }) {
    const name = shownNameOf(table, row.values);
    const here = { table: row.table, id: row.id, name };
    const pair = (given: Values): Pick<Merge, 'stays'> & { readonly givenUp: RowRef } => {
      const other = otherIn(given);
      if (other === null) throw new TypeError('Nothing to merge with');
      const [stays, gone] = given['stays'] === OTHER ? [other, here] : [here, other];
      return { stays, givenUp: { table: gone.table, id: gone.id } };
    };
    return {
      columns: [
        asked('other', text.mergeWith(table.label), 'lookup', {
          required: true,
          targets: [table.name],
        }),
        asked('stays', text.whichStays, 'choice', {
          required: true,
          options: [
            { value: THIS, label: name },
            { value: OTHER, label: text.theOther },
          ],
        }),
        asked('sameParents', text.sameParents, 'boolean'),
      ],
      values: { other: null, stays: THIS, sameParents: false },
      hint: text.mergeHint,
      compared(given) {
        const other = otherIn(given);
        if (other === null || sameRow(other, here)) return null;
        const { givenUp, stays } = pair(given);
        return { from: givenUp, to: stays };
      },
      async inTheWay({ records, remote }, given) {
        const other = otherIn(given);
        if (other === null || sameRow(other, here)) return text.mergeRefused.same;
        // One that was found in the CRM comes on board, so that what becomes of it can be shown.
        let there = await records.get(other);
        if (there === null && (await remote.visit(other).catch(() => false)))
          there = await records.get(other);
        if (there === null || there.deleted) return text.mergeRefused.notHere;
        if (mergedInto(there.values) !== null) return text.mergeRefused.merged;
        if (!actions.merge.fits(table, there)) return text.mergeRefused.closed;
        return whyNot(rights, table, 'Write', there);
      },
      changes: (given, taken) =>
        mergeRows({ ...pair(given), taken, sameParents: given['sameParents'] === true }),
    };
  },
};
