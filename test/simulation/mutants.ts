import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { play, type Played } from './play';

/** A bug that other outboxes have had, planted in this one: the simulation has to find it. */
export interface Mutant {
  readonly name: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  /** The seed at which the hunt begins: a rare bug was met soon after it. Absent: 1. */
  readonly from?: number;
}

export const mutants: readonly Mutant[] = [
  {
    name: 'an entry is deleted before it is sent',
    file: 'src/offline/playback/take.ts',
    find: "draft.putEntry({ ...entry, state: 'sending', sentAt: now });",
    replace: 'draft.line.remove(entry.seq);',
  },
  {
    name: 'what a crash left in sending is taken for never sent',
    file: 'src/offline/playback/run.ts',
    find: "{ ...entry, state: 'uncertain', lost: true }",
    replace: "{ ...entry, state: 'pending' }",
  },
  {
    name: 'an action is repeated without asking whether it took effect',
    file: 'src/offline/playback/attempt-action.ts',
    find: 'const took = lost ? await tookEffect(row) : false;',
    replace: 'const took = false as boolean | null;',
  },
  {
    name: 'what cannot be told of an action counts as done',
    file: 'src/domain/actions/workflow.ts',
    find: 'mark === null || now === null ? null : now.some((id) => !mark.includes(id))',
    replace: 'mark === null || now === null || now.length >= mark.length',
  },
  {
    name: 'a lead counts as qualified that is still open',
    file: 'src/domain/actions/qualifying.ts',
    find: 'now.some((id) => !mark.includes(id))',
    replace: 'now.length >= mark.length',
  },
  {
    name: 'records count as merged that are not',
    file: 'src/domain/actions/merging.ts',
    find: '?.id === staysIn(params).id',
    replace: '?.id !== row?.id',
  },
  {
    name: 'a change of a record goes before the merge into it that it was saved behind',
    file: 'src/offline/line.ts',
    find: 'for (const seq of await changedAlong(draft, ref)) found.add(seq);',
    replace: 'await changedAlong(draft, ref);',
  },
  {
    name: 'an uncertain change is repeated over what somebody else wrote',
    file: 'src/offline/playback/compare.ts',
    find: 'if (entry.lost && (!clean ||',
    replace: 'if (entry.id === "" && (!clean ||',
    from: 215,
  },
  {
    name: 'a discarded record leaves the rows of what was discarded with it',
    file: 'src/offline/discard.ts',
    find: 'draft.records.remove(rowKey(entry.ref));',
    replace:
      'if (creates.some(({ ref }) => rowKey(ref) === rowKey(entry.ref))) draft.records.remove(rowKey(entry.ref));',
    from: 350,
  },
  {
    name: 'the order is that of the clock',
    file: 'src/offline/playback/take.ts',
    find: 'const chunk = await draft.entriesBehind(behind, Math.min(many, CHUNK));',
    replace:
      'const chunk = await draft.entriesBehind(behind, CHUNK); chunk.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));',
  },
  {
    name: 'a run that was overtaken goes on writing',
    file: 'src/offline/transact.ts',
    find: 'if (sender.epoch !== epoch) throw new Fenced();',
    replace: '',
  },
  {
    name: 'a refresh makes the newer row the base of what waits',
    file: 'src/offline/copy/write-rows.ts',
    find: 'await recompute(draft, model, row);',
    replace:
      'await recompute(draft, model, row); for (const entry of entries) draft.putEntry({ ...entry, baseEtag: row.etag });',
    from: 990,
  },
  {
    name: 'what follows a failure in a batch runs all the same',
    file: 'sandbox/crm/http/batch.ts',
    find: 'if (reply.status < 400 || exchange.prefer.continueOnError) continue;',
    replace: 'continue;',
  },
  {
    name: 'an entry does not wait for those that it depends on',
    file: 'src/offline/playback/choose.ts',
    find: 'entry.dependsOn.some((seq) => this.#skipped.has(seq))',
    replace: 'false',
  },
  {
    name: 'an uncertain entry is passed over',
    file: 'src/offline/playback/choose.ts',
    find: "(entry.state !== 'pending' && entry.state !== 'uncertain') ||",
    replace: "entry.state !== 'pending' ||",
  },
  {
    name: 'what a request was repeated for on its way is taken for the work of others',
    file: 'src/offline/playback/take.ts',
    find: 'other.seq > entry.seq && other.sentAt !== null',
    replace: 'other.seq > entry.seq && other.lost',
    from: 970,
  },
  {
    name: 'a later change takes over whatever version an earlier one met',
    file: 'src/offline/playback/acknowledge.ts',
    find: `(other.baseEtag === null || follows(other, row)))
        draft.putEntry({ ...other, baseEtag: follows(other, row) ? row.etag : null });`,
    replace: 'true) draft.putEntry({ ...other, baseEtag: row.etag });',
  },
  {
    name: 'a save counts as done before it is on disk',
    file: 'src/offline/transact.ts',
    find: 'if (await withRoom(store, () => commit(store, draft, epoch))) return result;',
    replace: 'commit(store, draft, epoch).catch(() => undefined); return result;',
  },
  {
    name: 'what has changed since it was read is written over',
    file: 'src/offline/staged.ts',
    find: 'throw new Stale();',
    replace: 'return;',
  },
  {
    name: 'a change joins a line of its record that it has not seen',
    file: 'src/offline/draft.ts',
    find: 'await this.records.load(unread);',
    replace: '',
  },
  {
    name: 'taking a change back takes back what was changed again since, too',
    file: 'src/domain/undo.ts',
    find: '(column) => lacks(table, row, column) || !sameValue(row.values[column], values[column]),',
    replace: '() => false,',
  },
  {
    name: 'a duplicate goes through without the user',
    file: 'src/offline/playback/plan.ts',
    find: 'const allowed = entry.allowDuplicates === true && { allowDuplicates: true };',
    replace: 'const allowed = { allowDuplicates: true };',
  },
  {
    name: 'what was allowed as a duplicate stays allowed when it is another one',
    file: 'src/offline/amend.ts',
    find: '...(entry.allowDuplicates === true && { allowDuplicates: false }),',
    replace: '',
    from: 195,
  },
  {
    name: 'a lost answer counts as a success',
    file: 'src/offline/playback/send-sets.ts',
    find: "outcomes = sets.map(() => ({ kind: 'failed', failure }));",
    replace:
      "all = null; outcomes = sets.map((set) => ({ kind: 'done', rows: set.map(() => null) }));",
  },
];

const root = fileURLToPath(new URL('../..', import.meta.url));
const copied = ['src', 'sandbox', 'test/simulation', 'test/offline/support', 'package.json'];
const settings = ['tsconfig.json', 'tsconfig.node.json'];

/** The file with the bug in it. Throws where the place to plant it is not there, or not there once. */
export async function planted(
  { name, file, find, replace }: Mutant,
  folder = root,
): Promise<string> {
  const text = await readFile(path.join(folder, file), 'utf8');
  if (text.split(find).length !== 2)
    throw new Error(`"${name}": ${file} has to hold this once: ${find}`);
  return text.replace(find, () => replace);
}

/** Plays seeds on a copy of the project with the bug, until one is broken. */
export async function hunt(mutant: Mutant, seeds: number): Promise<Played> {
  const folder = await mkdtemp(path.join(tmpdir(), 'carryon-mutant-'));
  try {
    for (const item of [...copied, ...settings])
      await cp(path.join(root, item), path.join(folder, item), { recursive: true });
    await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
    await writeFile(path.join(folder, mutant.file), await planted(mutant, folder));
    return await play({ first: mutant.from ?? 1, seeds, untilBroken: true, root: folder });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
