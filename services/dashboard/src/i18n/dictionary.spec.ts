import { en, type Key } from './en';
import { es } from './es';
import { fill } from './fill';

const names = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').sort();

describe('the dictionaries', () => {
  it('fill the same values in every language', () => {
    const different = (Object.keys(en) as Key[]).filter((key) => names(en[key]).join() !== names(es[key]).join());
    expect(different).toEqual([]);
  });

  it('leave no text empty', () => {
    expect([...Object.entries(en), ...Object.entries(es)].filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it('show a value as it is, whatever it holds', () => {
    expect(fill('Hello {name}, {other}', { name: '$& {other}' })).toBe('Hello $& {other}, {other}');
  });
});
