import type { Cost, Estimate } from '../../../domain/estimate';
import type { Finding } from '../../../domain/findings';
import type { Model } from '../../../domain/table';
import { formatDuration, formatSize, locale } from '../../format';
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

/** What a sync would bring, in one sentence. */
export const describeEstimated = (estimated: Estimated, nothingChosen: boolean): string =>
  estimated.kind === 'known'
    ? describeEstimate(estimated.estimate, nothingChosen)
    : estimated.kind === 'unreachable'
      ? strings.onlineOnly.estimate.why
      : text[estimated.kind];

/** "Accounts, Contacts and Leads". */
const listed = (names: readonly string[]): string =>
  new Intl.ListFormat(locale(), { type: 'conjunction' }).format(names);

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
