import { LARGEST } from '../../../src/domain/attachment';
import { createKeeper, type Keeper } from '../../../src/offline/catalogue/keeper';
import { type Copy, type CopyContext, createCopy } from '../../../src/offline/copy/copy';
import { identity } from './crm';
import type { Pane, World } from './world';

/** What tells choices apart where nothing is known of the organisation. */
export const unknown = { model: {}, rights: { userId: identity.userId, depths: {} }, rules: [] };

/** What brings rows to a pane's computer, with pages of ten. The keeper has to be stopped. */
export function openCopy(
  { clock, crm, locks, organizationTrips }: World,
  { store }: Pane,
  more: Partial<CopyContext> = {},
): { readonly copy: Copy; readonly keeper: Keeper } {
  const keeper = createKeeper(store, clock, () => crm.model);
  const copy = createCopy({
    store,
    server: crm,
    identity,
    clock,
    locks,
    keeper,
    organizationTrips,
    largestAttachment: LARGEST,
    used: () => Promise.resolve(null),
    pageSize: 10,
    onProgress: () => undefined,
    onDone: () => undefined,
    ...more,
  });
  return { copy, keeper };
}
