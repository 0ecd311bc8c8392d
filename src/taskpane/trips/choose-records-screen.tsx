import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { chosenTrips, type Selection, type Trip } from '../../domain/trip';
import { usePane, usePlace } from '../pane';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { MessageBar } from '../ui/message-bar';
import { ScreenBar } from '../ui/screen-bar';
import { useLive } from '../use-live';
import { changedTables, effectOf, named, nameProblem, withCopy, withNew } from './draft';
import { TripItem } from './trip-item';
import { useCounts } from './use-counts';
import { useReadable } from './use-readable';
import '../form/form.css';
import './trips.css';

const text = strings.trips;

/** Which records are kept on this computer: the trips and their filters. */
export function ChooseRecordsScreen() {
  const { app, nav, tell } = usePane();
  const { place } = usePlace();
  const { organization } = app.trips;
  const choice = useLive(app.trips.choice);
  const online = useLive(app.connection.state) === 'online';
  const tables = useReadable();
  const [draft, setDraft] = useState<{ readonly choice: Selection | null } | null>(null);
  const [open, setOpen] = useState<number | null>(0);
  const [checked, setChecked] = useState(false);
  const [failed, setFailed] = useState(false);
  const countOf = useCounts(open === null ? [] : tables);
  const list = useRef<HTMLUListElement>(null);
  const focusName = useRef(false);
  const id = useId();

  const shown = draft === null ? choice : draft.choice;
  const saved = chosenTrips(choice, named(organization.trips));
  const trips = chosenTrips(shown, named(organization.trips));
  const edit = (changed: readonly Trip[]) => {
    setDraft({ choice: { version: 1, trips: changed } });
  };

  const dirty = useRef(false);
  useEffect(() => {
    dirty.current = draft !== null;
  }, [draft]);
  useEffect(() => {
    // What was said before would look like this screen's.
    tell(null);
  }, [tell]);
  useEffect(() => nav.guard(place.key, () => dirty.current), [nav, place.key]);
  useLayoutEffect(() => {
    if (!focusName.current) return;
    focusName.current = false;
    const name = list.current?.querySelector<HTMLInputElement>('[data-trip-name]');
    name?.focus();
    name?.select();
  }, [open, checked]);

  /** Opens a trip at its name. */
  const openName = (index: number) => {
    focusName.current = true;
    setOpen(index);
  };
  const add = (changed: readonly Trip[]) => {
    edit(changed);
    openName(changed.length - 1);
  };

  const save = async () => {
    const wrong = trips.findIndex((_, index) => nameProblem(trips, index) !== null);
    if (draft !== null && draft.choice !== null && wrong >= 0) {
      setChecked(true);
      openName(wrong);
      return;
    }
    if (draft !== null) {
      setFailed(false);
      const trimmed = trips.map((trip) => ({ ...trip, name: trip.name.trim() }));
      try {
        await app.trips.choose(draft.choice && { version: 1, trips: trimmed });
      } catch {
        setFailed(true);
        return;
      }
      tell(text.saved(changedTables(tables, saved, trips)));
    }
    nav.close(place.key);
  };

  return (
    <>
      <ScreenBar title={text.title} />
      <form
        noValidate
        class="content stack"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {organization.problem !== null && (
          <MessageBar tone="warning">{text.problem(organization.problem)}</MessageBar>
        )}
        <p>{text.intro}</p>
        <p>{text.atSync}</p>
        <ul class="trips" aria-label={text.list} ref={list}>
          {trips.map((trip, index) => (
            <TripItem
              key={index}
              trip={trip}
              tables={tables}
              countOf={countOf}
              open={open === index}
              problem={checked ? nameProblem(trips, index) : null}
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
          <Button
            disabled={shown === null}
            describedBy={shown === null ? id : undefined}
            onClick={() => {
              setDraft(choice === null ? null : { choice: null });
              setOpen(null);
            }}
          >
            {text.reset}
          </Button>
        </div>
        {shown === null && (
          <p class="muted" id={id}>
            {text.isOrganization}
          </p>
        )}
        <p class="muted">{text.related}</p>
        <p class="muted">{online ? text.counting : text.notCounted}</p>
        <div class="form-actions">
          <p role="status" class="trips-effect">
            {draft !== null && effectOf(tables, saved, trips)}
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
    </>
  );
}
