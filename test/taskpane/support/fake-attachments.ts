import type { Carryon } from '../../../src/domain/carryon';
import type { RecordStore } from '../../../src/domain/record-store';

/** Where files are, and what becomes of the question for one. */
export type FakeAttachments = 'here' | 'older' | 'inCrm' | 'tooLarge' | 'gone' | 'fails' | 'silent';

export function fakeAttachments(
  kind: FakeAttachments,
  store: Pick<RecordStore, 'get'>,
): Carryon['attachments'] {
  return {
    largest: kind === 'tooLarge' ? 100_000 : 5_000_000,
    async versionHere(ref) {
      if (kind === 'older') return 'W/"older"';
      return kind === 'here' ? ((await store.get(ref))?.etag ?? null) : null;
    },
    async read() {
      if (kind === 'fails') throw new Error('The CRM does not answer.');
      if (kind === 'silent') return new Promise(() => undefined);
      return kind === 'gone' ? null : Uint8Array.of(1, 2, 3);
    },
  };
}
