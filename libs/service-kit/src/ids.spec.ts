import { encodeCursor } from './pagination.js';
import { idOf, idOfCursor } from './ids.js';

const ID = '0198c0de-0000-7000-8000-00000000aaaa';

describe('ids of requests', () => {
  it('are in small letters, however they were written', async () => {
    expect(await idOf('thing').transform(ID.toUpperCase(), { type: 'param' })).toBe(ID);
  });

  it('that are no UUIDs are the ids of nothing', async () => {
    await expect(idOf('thing').transform('42', { type: 'param' })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('of a cursor are where the page before ended, or refused', () => {
    expect(idOfCursor(undefined)).toBeUndefined();
    expect(idOfCursor(encodeCursor([ID]))).toBe(ID);
    expect(() => idOfCursor(encodeCursor(['x']))).toThrow(expect.objectContaining({ code: 'invalid_cursor' }));
  });
});
