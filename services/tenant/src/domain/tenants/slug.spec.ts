import { SLUG, slugOf } from './slug.js';

describe('the slug that a name suggests', () => {
  it.each([
    ['Acme Corp', 'acme-corp'],
    ['  Flores del Río, S.A. ', 'flores-del-rio-s-a'],
    ['日本語', 'company'],
    ['X', 'company'],
    [`${'a'.repeat(49)} b`, 'a'.repeat(49)],
  ])('%s -> %s', (name, slug) => {
    expect(slugOf(name)).toBe(slug);
    expect(slug).toMatch(SLUG);
  });
});
