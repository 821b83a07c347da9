import { encodeCursor } from './pagination.js';
import { firstIdOf, idAndTextOfCursor, idFrom, idOf, idOfCursor, numberOfCursor } from './ids.js';

const ID = '0198c0de-0000-7000-8000-00000000aaaa';

describe('ids of requests', () => {
  it('are in small letters, however they were written', async () => {
    expect(await idOf('thing').transform(ID.toUpperCase(), { type: 'param' })).toBe(ID);
  });

  it('that are no UUIDs are the ids of nothing', async () => {
    await expect(idOf('thing').transform('42', { type: 'param' })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('are known by their age', () => {
    const boundary = firstIdOf(new Date(0x0198c0de0001));
    expect('0198c0de-0000-7fff-bfff-ffffffffffff' < boundary).toBe(true);
    expect('0198c0de-0001-7000-8000-000000000001' < boundary).toBe(false);
  });

  it('of a cursor are where the page before ended, or refused', () => {
    expect(idOfCursor(undefined)).toBeUndefined();
    expect(idOfCursor(encodeCursor([ID]))).toBe(ID);
    expect(() => idOfCursor(encodeCursor(['x']))).toThrow(expect.objectContaining({ code: 'invalid_cursor' }));
  });
});

describe('an id and a text in a cursor', () => {
  it('are where the page before ended', () => {
    expect(idAndTextOfCursor(undefined)).toBeUndefined();
    expect(idAndTextOfCursor(encodeCursor([ID, '']))).toEqual([ID, '']);
  });

  it.each([[ID], [ID, 1], ['x', 'y'], [ID, 'y', 'z']])('are refused where no page can have ended: %j', (...keys) => {
    expect(() => idAndTextOfCursor(encodeCursor(keys))).toThrow(expect.objectContaining({ code: 'invalid_cursor' }));
  });
});

describe('a number in a cursor', () => {
  it('is where the page before ended', () => {
    expect(numberOfCursor(undefined, 9)).toBeUndefined();
    expect(numberOfCursor(encodeCursor([9]), 9)).toBe(9);
  });

  it.each([[10], [-1], [1.5], ['9'], [1, 2]])('is refused where no page can have ended: %j', (...keys) => {
    expect(() => numberOfCursor(encodeCursor(keys), 9)).toThrow(expect.objectContaining({ code: 'invalid_cursor' }));
  });
});

describe('an id that follows from a text and a moment', () => {
  const at = new Date('2026-11-30T10:00:00.000Z');

  it('is a UUIDv7 of that moment, the same for the same, and another for another text', () => {
    const id = idFrom('evt_1', at);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(id.slice(0, 13)).toBe(firstIdOf(at).slice(0, 13));
    expect(idFrom('evt_1', at)).toBe(id);
    expect(idFrom('evt_2', at)).not.toBe(id);
  });
});
