import { liveCell, type Live } from '../domain/live';
import type { RowRef } from '../domain/row';
import type { Values } from '../domain/value';

export type Tab = 'message' | 'records' | 'outbox';

export type Screen =
  | { readonly kind: 'root'; readonly tab: Tab }
  | { readonly kind: 'record'; readonly ref: RowRef }
  /** `id` null: a new row, which starts with `values`. */
  | {
      readonly kind: 'form';
      readonly table: string;
      readonly id: string | null;
      readonly values: Values;
      /** The change in the outbox that is to be corrected, by its id. */
      readonly corrects?: string;
    }
  | { readonly kind: 'offlineData' }
  /** `trip`: the name of the one whose filters show; else the first one's do. */
  | { readonly kind: 'chooseRecords'; readonly trip?: string | undefined }
  | { readonly kind: 'settings' }
  | { readonly kind: 'unseen' };

/** A screen on a tab's stack. All of a stack stay mounted, so that a way back finds what was left. */
export interface Place {
  readonly key: number;
  readonly screen: Screen;
  /** What opened it: gets the focus back. */
  readonly opener: HTMLElement | null;
}

export interface Whereabouts {
  readonly tab: Tab;
  readonly stacks: Readonly<Record<Tab, readonly Place[]>>;
}

/**
 * Where the user is. It lives in memory: office.js takes away the history API and may use the hash for itself.
 */
export interface Navigation {
  readonly at: Live<Whereabouts>;
  /** A question to the user before input is lost; null: none. */
  readonly question: Live<{ readonly leave: () => void } | null>;
  select(tab: Tab): void;
  open(screen: Screen): void;
  /** One screen back; asks first where input would be lost. */
  back(): void;
  /** Closes the place without asking; `instead` takes its place. */
  close(key: number, instead?: Screen): void;
  /** Back to the tab's first screen; false where input would be lost, and then nothing happens. */
  reset(tab: Tab): boolean;
  stay(): void;
  /** Says whether leaving the place would lose input. */
  guard(key: number, dirty: () => boolean): () => void;
  /** Runs `leave` at once, or after the user agreed to lose open input anywhere. */
  leaveAll(leave: () => void): void;
}

const sameScreen = (a: Screen, b: Screen): boolean => {
  if (a.kind === 'record' && b.kind === 'record')
    return a.ref.table === b.ref.table && a.ref.id === b.ref.id;
  return a.kind === b.kind && a.kind !== 'root' && a.kind !== 'form';
};

export const topOf = (at: Whereabouts): Place => {
  const place = at.stacks[at.tab].at(-1);
  if (!place) throw new Error('A stack is never empty');
  return place;
};

export function createNavigation(first: Tab): Navigation {
  let keys = 0;
  const place = (screen: Screen, opener: HTMLElement | null): Place => ({
    key: ++keys,
    screen,
    opener,
  });
  const rootOf = (tab: Tab): readonly Place[] => [place({ kind: 'root', tab }, null)];
  const at = liveCell<Whereabouts>({
    tab: first,
    stacks: { message: rootOf('message'), records: rootOf('records'), outbox: rootOf('outbox') },
  });
  const question = liveCell<{ leave: () => void } | null>(null);
  const guards = new Map<number, () => boolean>();

  const put = (tab: Tab, stack: readonly Place[]) => {
    at.set({ ...at.get(), stacks: { ...at.get().stacks, [tab]: stack } });
  };
  const dirty = (places: readonly Place[]) =>
    places.some(({ key }) => guards.get(key)?.() ?? false);
  const ask = (places: readonly Place[], leave: () => void) => {
    if (!dirty(places)) {
      leave();
      return;
    }
    question.set({
      leave: () => {
        question.set(null);
        leave();
      },
    });
  };

  return {
    at,
    question,
    select(tab) {
      const { stacks } = at.get();
      if (tab !== at.get().tab) at.set({ ...at.get(), tab });
      else if (stacks[tab].length > 1)
        ask(stacks[tab], () => {
          put(tab, stacks[tab].slice(0, 1));
        });
    },
    open(screen) {
      const now = at.get();
      if (sameScreen(topOf(now).screen, screen)) return;
      const opener = document.activeElement instanceof HTMLElement ? document.activeElement : null;
      put(now.tab, [...now.stacks[now.tab], place(screen, opener)]);
    },
    back() {
      const { tab, stacks } = at.get();
      if (stacks[tab].length < 2) return;
      ask(stacks[tab].slice(-1), () => {
        put(tab, stacks[tab].slice(0, -1));
      });
    },
    close(key, instead) {
      for (const tab of Object.keys(at.get().stacks) as Tab[]) {
        const stack = at.get().stacks[tab];
        const old = stack.find((item) => item.key === key);
        if (!old) continue;
        const next = instead ? [place(instead, old.opener)] : [];
        put(
          tab,
          stack.flatMap((item) => (item.key === key ? next : [item])),
        );
      }
    },
    reset(tab) {
      const stack = at.get().stacks[tab];
      if (dirty(stack)) return false;
      if (stack.length > 1) put(tab, stack.slice(0, 1));
      return true;
    },
    stay() {
      question.set(null);
    },
    guard(key, isDirty) {
      guards.set(key, isDirty);
      return () => {
        guards.delete(key);
      };
    },
    leaveAll(leave) {
      ask(Object.values(at.get().stacks).flat(), leave);
    },
  };
}
