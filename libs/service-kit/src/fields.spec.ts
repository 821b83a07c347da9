import { validateSync } from 'class-validator';
import { IsGiven, IsSet, OneLine } from './fields.js';

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

  it('of one line has no control characters, and says which field it is', () => {
    expect(faultsOf({ title: 'Té, 2 l', note: 'ok' })).toEqual([]);
    expect(faultsOf({ title: 'a\nb', note: 'a\u0000b' })).toEqual([
      { matches: 'title must be one line of text' },
      { matches: 'note must be one line of text' },
    ]);
  });
});
