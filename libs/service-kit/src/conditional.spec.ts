import { etagOf, meets } from './conditional.js';

describe('If-Match', () => {
  it.each([
    [undefined, 3, true],
    ['"3"', 3, true],
    ['"2"', 3, false],
    ['"1", "3"', 3, true],
    ['*', 3, true],
    ['*', 0, false],
    ['"0"', 0, true],
    ['W/"3"', 3, false],
    ['3', 3, false],
  ])('%s on version %i: %s', (ifMatch, version, holds) => {
    expect(meets(ifMatch, version)).toBe(holds);
  });

  it('an entity tag is met by itself', () => {
    expect(meets(etagOf(7), 7)).toBe(true);
  });
});
