import { mentionsIn, nameBefore, partsOf, peopleFor, withoutName } from './mention';

const people = [
  { id: '1', name: 'José Pérez' },
  { id: '2', name: 'Ana' },
  { id: '3', name: 'Ana Torres' },
  { id: '4', name: 'Ana' },
];

describe('mentions in notes', () => {
  it.each([
    ['@', ''],
    ['Hello @Jo', 'Jo'],
    ['(@José P', 'José P'],
    ['mail to ana@shop', undefined],
    ['@José\nnext', undefined],
  ])('knows what of a name is typed in %j', (text, typed) => expect(nameBefore(text)).toBe(typed));

  it('takes what was typed away for the name that was chosen', () => expect(withoutName('Hello @Jo')).toBe('Hello '));

  it('offers people by any word of their name, with and without accents', () => {
    expect(peopleFor(people, 'pere').map(({ id }) => id)).toEqual(['1']);
    expect(peopleFor(people, 'JOSE').map(({ id }) => id)).toEqual(['1']);
    expect(peopleFor(people, 'ana').map(({ id }) => id)).toEqual(['2', '4', '3']);
    expect(peopleFor(people, 'x')).toEqual([]);
  });

  it('takes the longer of two names that begin alike, and no part of a word', () => {
    const names = people.map(({ name }) => name);
    expect(partsOf('@Ana Torres and @Ana, not @Anaconda', names)).toEqual([
      { mention: 'Ana Torres' },
      { text: ' and ' },
      { mention: 'Ana' },
      { text: ', not @Anaconda' },
    ]);
  });

  it('means the one who was picked of several with the same name, and all of them where nobody was', () => {
    expect(mentionsIn('@Ana look', people, new Set(['4']))).toEqual(['4']);
    expect(mentionsIn('@Ana look', people, new Set())).toEqual(['2', '4']);
    expect(mentionsIn('nobody', people, new Set(['4']))).toEqual([]);
  });
});
