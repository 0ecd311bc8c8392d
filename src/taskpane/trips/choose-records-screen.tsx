import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { mayKeepFewer } from '../../domain/fewer';
import { filterOf, type Trip } from '../../domain/trip';
import { listed } from '../format';
import { usePane, usePlace } from '../pane';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { Menu } from '../ui/menu';
import { MessageBar } from '../ui/message-bar';
import { ScreenBar } from '../ui/screen-bar';
import { useOnBoard } from '../use-on-board';
import { useWhyOffline } from '../use-online-only';
import { changedTables, effectOf, firstWrong, nameProblem, withCopy, withNew } from './draft';
import { FewerQuestion } from './fewer-question';
import { HeldNotice } from './held-notice';
import { Reset } from './reset';
import { TripItem } from './trip-item';
import { useBeginnings } from './use-beginnings';
import { useCounts } from './use-counts';
import { useReadable } from './use-readable';
import { useTripsDraft } from './use-trips-draft';
import { useViews } from './use-views';
import '../form/form.css';
import './trips.css';

const text = strings.trips;

/** Where to enter what is wrong with a trip. */
const fields = {
  name: '[data-trip-name]',
  condition: '[data-incomplete] .field :is(input, select)',
} as const;

/** Which records are kept on this computer: the trips and their filters. */
export function ChooseRecordsScreen({ trip: first }: { readonly trip?: string | undefined }) {
  const { app, nav, tell } = usePane();
  const { place } = usePlace();
  const { organization } = app.trips;
  const { templates } = organization;
  const draft = useTripsDraft();
  const { choice, trips, saved, outcome, isChanged, edit } = draft;
  const notCounted = useWhyOffline('counts');
  const noViews = useWhyOffline('views');
  const tables = useReadable();
  const beginnings = useBeginnings(tables);
  const [checked, setChecked] = useState(false);
  const [failed, setFailed] = useState(false);
  const [asking, setAsking] = useState(false);
  const onBoard = useOnBoard();
  const list = useRef<HTMLUListElement>(null);
  /** What gets the focus once it is there. */
  const focus = useRef<string | null>(null);

  const [open, setOpen] = useState<number | null>(
    Math.max(
      0,
      trips.findIndex(({ name }) => name === first),
    ),
  );
  const openTrip = open === null ? undefined : trips[open];
  const views = useViews(openTrip ? tables : []);
  const countOf = useCounts(
    openTrip ? tables.map((table) => ({ table, filter: filterOf(openTrip, table) })) : [],
    views.byId,
  );

  const dirty = useRef(false);
  useEffect(() => {
    dirty.current = isChanged;
  }, [isChanged]);
  useEffect(() => {
    // What was said before would look like this screen's.
    tell(null);
  }, [tell]);
  useEffect(() => nav.guard(place.key, () => dirty.current), [nav, place.key]);
  useLayoutEffect(() => {
    if (focus.current === null) return;
    const field = list.current?.querySelector<HTMLElement>(focus.current);
    focus.current = null;
    field?.focus();
    if (field instanceof HTMLInputElement) field.select();
  });

  const openAt = (index: number, place: string) => {
    focus.current = place;
    setOpen(index);
  };
  const add = (changed: readonly Trip[]) => {
    edit(changed);
    openAt(changed.length - 1, fields.name);
  };

  const keep = async () => {
    if (isChanged) {
      setFailed(false);
      try {
        const overridden = await draft.keep();
        const told = text.saved(changedTables(tables, saved, outcome));
        tell(overridden.length === 0 ? told : `${told}. ${text.overridden(listed(overridden))}`);
      } catch {
        setFailed(true);
        return;
      }
    }
    nav.close(place.key);
  };

  const save = () => {
    const wrong = firstWrong(trips, tables);
    if (isChanged && choice !== null && wrong !== null) {
      setChecked(true);
      openAt(wrong.index, fields[wrong.field]);
    } else if (onBoard > 0 && mayKeepFewer(tables, saved, outcome)) setAsking(true);
    else void keep();
  };

  return (
    <>
      <ScreenBar title={text.title} />
      <form
        noValidate
        class="content stack"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        {organization.problem !== null && (
          <MessageBar tone="warning">{text.problem(organization.problem)}</MessageBar>
        )}
        {templates.problem !== null && (
          <MessageBar tone="warning">{text.templatesProblem(templates.problem)}</MessageBar>
        )}
        <HeldNotice trips={trips} views={views.byId} editing />
        <p>{text.intro}</p>
        <p>{text.atSync}</p>
        <ul class="trips" aria-label={text.list} ref={list}>
          {trips.map((trip, index) => (
            <TripItem
              key={index}
              trip={trip}
              tables={tables}
              views={views.list}
              countOf={countOf}
              open={open === index}
              problem={checked ? nameProblem(trips, index) : null}
              checked={checked}
              onToggle={() => {
                setOpen(open === index ? null : index);
              }}
              onChange={(changed) => {
                edit(trips.map((other, at) => (at === index ? changed : other)));
              }}
              onDuplicate={() => {
                add(withCopy(trips, trip));
              }}
              onDelete={() => {
                edit(trips.filter((other) => other !== trip));
                setOpen(null);
              }}
            />
          ))}
        </ul>
        <div class="row">
          <Button
            icon="add"
            onClick={() => {
              add(withNew(trips));
            }}
          >
            {text.newTrip}
          </Button>
          {beginnings.length > 0 && (
            <Menu
              icon="add"
              items={beginnings}
              onChoose={(chosen) => {
                const beginning = beginnings.find(({ value }) => value === chosen);
                if (beginning) add(beginning.add(trips));
              }}
            >
              {text.newFrom}
            </Menu>
          )}
        </div>
        <Reset
          trips={trips}
          onReset={(back) => {
            draft.choose(back);
            setOpen(null);
          }}
        />
        <p class="muted">{text.related}</p>
        <p class="muted">{notCounted ?? text.counting}</p>
        {noViews !== null && <p class="muted">{noViews}</p>}
        <div class="form-actions">
          <p role="status" class="trips-effect">
            {isChanged && effectOf(tables, saved, outcome)}
          </p>
          {failed && (
            <MessageBar tone="error" announce>
              {strings.settings.notKept}
            </MessageBar>
          )}
          <Button look="primary" type="submit">
            {text.save}
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
      {asking && (
        <FewerQuestion
          trips={outcome}
          onYes={() => {
            setAsking(false);
            void keep();
          }}
          onNo={() => {
            setAsking(false);
          }}
        />
      )}
    </>
  );
}
