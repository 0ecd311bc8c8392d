import type { CrmFailure } from '../../../domain/crm-error';
import { decide } from '../../../domain/decision';
import type { Cost, Estimate } from '../../../domain/estimate';
import type { Finding } from '../../../domain/findings';
import type { Model } from '../../../domain/table';
import { formatDuration, formatSize, formatTime, listed } from '../../format';
import { strings } from '../../strings';
import { describeHeld } from '../../trips/describe-held';
import type { Estimated } from './use-estimate';

const text = strings.going;

/** What is told of one trip, or of all. */
export type Told = Cost & Pick<Estimate, 'attachments'>;

/** Records, files, megabytes and minutes: "480 records, 12 attachments, 1.2 MB, about 3 seconds". */
function describeCost({ rows, more, bytes, ms, attachments: { count } }: Told): string {
  const say = more ? text.costMore : text.cost;
  const files = count === 0 ? null : strings.attachments.complete(count);
  return say(rows, files, formatSize(bytes), formatDuration(ms));
}

const isNothing = ({ rows, attachments }: Told): boolean => rows + attachments.count === 0;

/** What one of several trips would bring by itself. */
export const describeAlone = (cost: Told): string =>
  isNothing(cost) ? text.nothingAlone : text.alone(describeCost(cost));

function describeEstimate(estimate: Estimate, nothingChosen: boolean): string {
  if (!isNothing(estimate)) return text.coming(describeCost(estimate));
  return nothingChosen || estimate.leaving > 0 ? text.nothingComes : text.nothing;
}

/** Why it could not be found out. */
function describeFailure(failure: CrmFailure | null): string {
  const { why } = text;
  if (failure === null) return why.here;
  switch (decide(failure, false)) {
    case 'offline':
      return why.connection;
    case 'signIn':
      return why.signIn;
    case 'serverDown':
    case 'throttled':
      return why.trouble;
    case 'forbidden':
      return why.rights;
    default:
      return why.refused;
  }
}

/** What a sync would bring, in a sentence or two. */
export function describeEstimated(estimated: Estimated, nothingChosen: boolean): string {
  switch (estimated.kind) {
    case 'known':
      return describeEstimate(estimated.estimate, nothingChosen);
    case 'unreachable':
      return strings.onlineOnly.estimate.why;
    case 'asking':
      return estimated.heldUntil === null
        ? text.asking
        : text.busy(formatTime(estimated.heldUntil));
    case 'failed':
      return text.failed(describeFailure(estimated.failure));
  }
}

/** Tables as the user reads them. */
const named = (tables: readonly string[], model: Model): string =>
  listed(tables.map((name) => model[name]?.pluralLabel ?? name).sort((a, b) => a.localeCompare(b)));

/** What is worth knowing, in a sentence or two. */
export function describeFinding(finding: Finding, model: Model): string {
  switch (finding.kind) {
    case 'nothingChosen':
      return text.finding.nothingChosen;
    case 'tooMuch':
      return text.finding.tooMuch(formatSize(finding.needed), formatSize(finding.left));
    case 'filled': {
      const { rows, used } = finding;
      return text.finding.filled(rows, used === null ? null : formatSize(used));
    }
    case 'filesTooLarge':
      return text.finding.filesTooLarge(finding.count, formatSize(finding.size));
    case 'held':
      return describeHeld(finding.held);
    case 'foundNothing':
      return text.finding.foundNothing(finding.trips.length, listed(finding.trips));
    case 'leftOut':
    case 'matchesNothing':
      return text.finding[finding.kind](named(finding.tables, model));
  }
}
