import type { Intended } from '../domain/duplicates';
import type { ListItem, ListPage, ListQuery, RelatedGroup } from '../domain/record-store';
import type { Estimate, Further } from '../domain/estimate';
import type { RowRef } from '../domain/row';
import type { CopyProgress, Standing } from '../domain/status';
import type { CrmFailure } from '../domain/crm-error';
import type { Trip } from '../domain/trip';

/** What the page asks of the worker side: name to [question, answer]. */
export type CopyCalls = {
  readonly list: readonly [ListQuery, ListPage];
  readonly items: readonly [readonly RowRef[], readonly ListItem[]];
  readonly related: readonly [RowRef, readonly RelatedGroup[]];
  readonly byAddress: readonly [readonly string[], ReadonlyMap<string, readonly ListItem[]>];
  readonly duplicates: readonly [Intended, readonly ListItem[]];
  readonly estimate: readonly [readonly [readonly Trip[], Further], Estimate];
  /** When all that belongs on board was last brought up to date: milliseconds since 1970; null: something is missing. */
  readonly completeAt: readonly [null, number | null];
  /** Whether thoroughly. */
  readonly refresh: readonly [boolean, null];
  readonly pause: readonly [null, null];
  readonly resume: readonly [null, null];
  readonly cancel: readonly [null, null];
};

/** What the worker side tells the page unasked. */
export interface CopyNews {
  readonly progress: CopyProgress;
  readonly lastAt: number | null;
  readonly standing: Standing;
  readonly counts: Readonly<Record<string, number>>;
  /** The CRM asks the estimate to wait until then: milliseconds since 1970; null: it does no more. */
  readonly estimateHeld: number | null;
  /** How a request to the CRM ended; null: with an answer of Dataverse. */
  readonly outcome: CrmFailure | null;
}
