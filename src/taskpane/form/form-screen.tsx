import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { lacks } from '../../domain/left-out';
import { SaveError } from '../../domain/record-store';
import type { LocalRow } from '../../domain/row';
import type { Column, Table } from '../../domain/table';
import { sameValue, type Values } from '../../domain/value';
import { locale } from '../format';
import { shownNameOf } from '../names';
import type { Screen } from '../navigation';
import { usePane, usePlace } from '../pane';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { MessageBar } from '../ui/message-bar';
import { ScreenBar } from '../ui/screen-bar';
import { useLive } from '../use-live';
import { useCurrency, useRow } from '../use-stored';
import { closedIn } from './closed';
import { describeSaveError } from './describe-problem';
import { isDirty, readDraft, type Draft, type Problem } from './draft';
import { DraftFields } from './draft-fields';
import { DuplicateHint } from './duplicate-hint';
import { formSections } from './form-columns';
import { useCorrected } from './use-corrected';
import './form.css';

interface Props {
  readonly table: Table;
  /** Null: a new row. */
  readonly row: LocalRow | null;
  /** A new row's first values. */
  readonly prefill: Values;
  /** The change in the outbox that is to be corrected. */
  readonly corrects: string | undefined;
}

/** Whether the row changed since the form was opened, in a column that the form shows. */
function useChangedUnderneath(
  table: Table,
  columns: readonly Column[],
  row: LocalRow | null,
): boolean {
  const [opened] = useState(row);
  if (!opened || !row) return false;
  return columns.some(
    ({ name }) => !lacks(table, row, name) && !sameValue(opened.values[name], row.values[name]),
  );
}

function Form({ table, row, prefill, corrects }: Props) {
  const { app, nav, tell } = usePane();
  const { place } = usePlace();
  const [draft, setDraft] = useState<Draft>({});
  const [problems, setProblems] = useState<Readonly<Record<string, Problem>>>({});
  const [failure, setFailure] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const id = useId();
  const creating = row === null;
  const values = row?.values ?? prefill;
  const sections = formSections(table, creating);
  const columns = sections.flatMap((section) => section.columns);
  const currency = useCurrency({ ...values, ...(draft as Values) });
  const closed = (column: Column) => closedIn(table, row, column, currency);
  const open = columns.filter((column) => closed(column) === null);
  const changedUnderneath = useChangedUnderneath(table, columns, row);
  const corrected = useCorrected(corrects, row);
  const correctedColumns = Object.keys(corrected);

  const dirty = isDirty(open, draft, values, locale());
  const dirtyNow = useRef(dirty);
  useEffect(() => {
    dirtyNow.current = dirty;
  }, [dirty]);
  useEffect(() => {
    // What was saved before is no news any more, and would look like this form's.
    tell(null);
  }, [tell]);
  useEffect(() => nav.guard(place.key, () => dirtyNow.current), [nav, place.key]);

  /** What saving writes of these. */
  const written = (changed: Values): Values => ({
    ...(creating ? prefill : corrected),
    ...changed,
  });

  const show = (found: Readonly<Record<string, Problem>>) => {
    setProblems(found);
    setFailure(strings.form.problems(Object.keys(found).length));
    const first = columns.find(({ name }) => name in found);
    if (first) document.getElementById(`${id}-${first.name}`)?.focus();
  };

  const save = async () => {
    const reading = readDraft(open, draft, values, creating, locale());
    if (Object.keys(reading.problems).length > 0) {
      show(reading.problems);
      return;
    }
    const given = written(reading.changed);
    if (!creating && Object.keys(given).length === 0) {
      nav.close(place.key);
      return;
    }
    setSaving(true);
    setFailure(null);
    setProblems({});
    const ref = { table: table.name, id: row?.id ?? crypto.randomUUID() };
    try {
      await app.records.save([{ kind: creating ? 'create' : 'update', ref, values: given }]);
      tell(strings.form.saved);
      nav.close(place.key, creating ? { kind: 'record', ref } : undefined);
    } catch (error) {
      setSaving(false);
      if (error instanceof SaveError && error.problem.code === 'invalid')
        show(error.problem.columns);
      else setFailure(describeSaveError(error));
    }
  };

  return (
    <form
      ref={form}
      noValidate
      class="content stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (!saving) void save();
      }}
    >
      {correctedColumns.length > 0 && (
        <MessageBar tone="info">
          {strings.form.corrects(
            correctedColumns.map((name) => table.columns[name]?.label ?? name).join(', '),
          )}
        </MessageBar>
      )}
      {changedUnderneath && <MessageBar tone="info">{strings.form.changedUnderneath}</MessageBar>}
      {sections.map((section, index) => (
        <section key={index} class="form-section">
          {section.label && <h2 class="section-title">{section.label}</h2>}
          <DraftFields
            id={id}
            columns={section.columns}
            values={values}
            draft={draft}
            problems={problems}
            currency={currency}
            closed={closed}
            onChange={(name, input) => {
              setDraft((old) => ({ ...old, [name]: input }));
              setProblems(({ [name]: _, ...others }) => others);
            }}
          />
        </section>
      ))}
      <div class="form-actions">
        <DuplicateHint
          table={table.name}
          id={row?.id ?? null}
          values={written(readDraft(open, draft, values, creating, locale()).changed)}
        />
        {failure !== null && (
          <MessageBar tone="error" announce>
            {failure}
          </MessageBar>
        )}
        <Button look="primary" type="submit">
          {saving ? strings.form.saving : strings.form.save}
        </Button>
        <Button
          onClick={() => {
            nav.back();
          }}
        >
          {strings.cancel}
        </Button>
      </div>
    </form>
  );
}

type ScreenProps = Omit<Extract<Screen, { kind: 'form' }>, 'kind'>;

/** Edits a row, or makes a new one. */
export function FormScreen({ table: name, id, values, corrects }: ScreenProps) {
  const { app } = usePane();
  const table = useLive(app.model)[name];
  const { data: row } = useRow(id === null ? null : { table: name, id });
  // What the form holds outlives the row: it may be deleted underneath.
  const [last, setLast] = useState<LocalRow | null>(null);
  useEffect(() => {
    if (row) setLast(row);
  }, [row]);
  const shown = row ?? last;
  if (!table || (id !== null && !shown))
    return (
      <>
        <ScreenBar title={table?.label ?? ''} />
        {row === null && <p class="content empty">{strings.record.gone}</p>}
      </>
    );
  return (
    <>
      <ScreenBar
        title={
          shown && id !== null
            ? strings.form.edit(shownNameOf(table, shown.values))
            : strings.form.create(table.label)
        }
      />
      <Form table={table} row={id === null ? null : shown} prefill={values} corrects={corrects} />
    </>
  );
}
