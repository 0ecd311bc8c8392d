import { beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Row } from '../../src/domain/row';
import type { OpenCrm } from './open-crm';

/** What searching in several tables promises. */
export function searchContract(crm: () => OpenCrm): void {
  describe('a search', () => {
    /** In no other row. */
    let word: string;
    let first: Row;
    let last: Row;
    let byAddress: Row;

    beforeEach(async () => {
      word = `q${randomUUID().slice(0, 8)}`;
      last = await crm().create('account', { name: `Zürich-${word} 100%` });
      first = await crm().create('account', { name: `${word} Anlagen, 100 Stück` });
      byAddress = await crm().create('account', {
        name: `Ein Haus ${randomUUID()}`,
        emailaddress1: `info@${word}.test`,
      });
      await crm().create('account', { name: `Not${word}` });
    });

    const found = async (words: readonly string[], limit = 10) => {
      const tables = ['account', 'task'].map((name) => crm().table(name));
      return (await crm().server.search({ tables, words, limit })).map(({ id }) => id);
    };

    it('finds rows by the beginnings of words, whatever their case, in the order of the names', async () => {
      expect(await found([word])).toEqual([byAddress.id, first.id, last.id]);
      expect(await found([word.toUpperCase().slice(0, -1)])).toEqual([
        byAddress.id,
        first.id,
        last.id,
      ]);
    });

    it('finds those alone that have every word, and no more than were asked for', async () => {
      expect(await found(['anla', word])).toEqual([first.id]);
      expect(await found([word, 'nothing'])).toEqual([]);
      expect(await found([word], 2)).toEqual([byAddress.id, first.id]);
    });

    it('takes no word for a pattern', async () => {
      for (const pattern of ['q%', 'q_______', '[q]', "q'"])
        expect(await found([pattern])).toEqual([]);
    });

    it('gives rows as reading them does', async () => {
      const tables = [crm().table('account')];
      const [row] = await crm().server.search({ tables, words: ['anla', word], limit: 1 });
      const { etag, values } = (await crm().read(first))!;
      expect(row).toMatchObject({ table: 'account', id: first.id, etag });
      expect(values).toMatchObject(row!.values);
      expect(row!.values).toHaveProperty('ownerid');
    });
  });
}
