import { validateSync } from 'class-validator';
import { IsGiven, IsSet, OneLine, onlyGiven } from './fields.js';

class Body {
  @IsGiven()
  @OneLine()
  title?: string | null;

  @IsSet()
  @OneLine()
  note?: string | null;
}

const faultsOf = (given: Body): (Record<string, string> | undefined)[] =>
  validateSync(Object.assign(new Body(), given)).map(({ constraints }) => constraints);

describe('a field', () => {
  it('may be left out, and be null where null takes it away', () => {
    expect(faultsOf({})).toEqual([]);
    expect(faultsOf({ title: '', note: null })).toEqual([]);
    expect(faultsOf({ title: null })).toHaveLength(1);
  });

  it('that is left out goes over nothing; null does', () => {
    expect({ a: 1, b: 2, c: 3, ...onlyGiven({ a: undefined, b: null, c: 0 }) }).toEqual({ a: 1, b: null, c: 0 });
  });

  it('of one line has no control characters, and says which field it is', () => {
    expect(faultsOf({ title: 'Té, 2 l', note: 'ok' })).toEqual([]);
    expect(faultsOf({ title: 'a\nb', note: 'a\u0000b' })).toEqual([
      { matches: 'title must be one line of text' },
      { matches: 'note must be one line of text' },
    ]);
  });
});
