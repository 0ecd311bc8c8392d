import { useId, useState } from 'preact/hooks';
import type { OutboxEntry } from '../../domain/entry';
import type { Table } from '../../domain/table';
import type { Values } from '../../domain/value';
import { shownName, shownNameOf, tableLabel } from '../names';
import { usePane } from '../pane';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { useLive } from '../use-live';
import { useCurrency, useRow } from '../use-stored';
import { actionLines } from './action-lines';
import { changedLines } from './changed-lines';

/** Fields shown before "Show more". */
const shortList = 4;
/** Longest text of a value here; the record has it whole. */
const longest = 120;

const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text);

function Value({ text }: { readonly text: string }) {
  if (text !== '') return <>{cut(text)}</>;
  return (
    <>
      <span aria-hidden="true">–</span>
      <span class="sr-only">{strings.empty}</span>
    </>
  );
}

interface Props {
  readonly table: Table | undefined;
  readonly entry: Pick<
    OutboxEntry,
    'kind' | 'ref' | 'name' | 'values' | 'before' | 'link' | 'action'
  >;
  /** The record's values, for the currency that it is in. */
  readonly row?: Values | undefined;
  /** What the CRM holds now, where it is known and differs. */
  readonly theirs?: Values | undefined;
  /** The words before `theirs`. */
  readonly theirsLabel?: string;
  /** What tells this entry from another one on the same record. */
  readonly describedBy?: string;
}

/** What an entry changes, field by field: before and after, and what someone else wrote meanwhile. */
export function Changes({ table, entry, row, theirs = {}, ...props }: Props) {
  const { theirsLabel = strings.outbox.theirs, describedBy } = props;
  const { app } = usePane();
  const model = useLive(app.model);
  const currency = useCurrency({ ...row, ...entry.before, ...entry.values });
  const [all, setAll] = useState(false);
  const id = useId();
  const other = useRow(entry.link?.other ?? null).data;
  if (entry.link) {
    const { table: name } = entry.link.other;
    const label = tableLabel(model, name);
    const otherTable = model[name];
    const shown = other && otherTable && shownNameOf(otherTable, other.values);
    const { linkedTo, linkedNoMore } = strings.outbox;
    return (
      <p class="muted">
        {entry.kind === 'disassociate' ? linkedNoMore : linkedTo} {label}
        {shown && (
          <>
            : <bdi>{shown}</bdi>
          </>
        )}
      </p>
    );
  }
  const created = entry.kind === 'create';
  const deleted = entry.kind === 'delete';
  const lines = changedLines(table, entry, theirs, currency);
  const given = actionLines(entry, model);
  if (lines.length + given.length === 0) return null;
  const more = all
    ? strings.outbox.fewerColumns
    : strings.outbox.moreColumns(lines.length - shortList);
  return (
    <>
      <dl class="changes" id={id}>
        {(all ? lines : lines.slice(0, shortList)).map(({ name, label, before, after, now }) => (
          <div key={name} class="changes-line">
            <dt>{label}</dt>
            <dd>
              {!created && !deleted && (
                <>
                  <span class="sr-only">{strings.outbox.before}: </span>
                  <del class="changes-before" dir="auto">
                    <Value text={before} />
                  </del>{' '}
                  <span aria-hidden="true">→ </span>
                  <span class="sr-only">{strings.outbox.after}: </span>
                </>
              )}
              {!deleted && (
                <ins class="changes-after" dir="auto">
                  <Value text={after} />
                </ins>
              )}
              {now !== null && (
                <div class="changes-theirs">
                  {theirsLabel}:{' '}
                  <bdi>
                    <Value text={now} />
                  </bdi>
                </div>
              )}
            </dd>
          </div>
        ))}
        {given.map(({ label, value }) => (
          <div key={label} class="changes-line">
            <dt>{label}</dt>
            <dd dir="auto">
              <Value text={value} />
            </dd>
          </div>
        ))}
      </dl>
      {lines.length > shortList && (
        <Button
          look="subtle"
          label={strings.outbox.of(more, shownName(model, entry.ref.table, entry.name))}
          describedBy={describedBy}
          expanded={all}
          onClick={() => {
            setAll(!all);
          }}
        >
          {more}
        </Button>
      )}
    </>
  );
}
