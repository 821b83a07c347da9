import { plain } from './plain-text';

describe('a line of preview', () => {
  it.each([
    ['*Hello*\n_you_  there', 'Hello you there'],
    ['snake_case_name and 2 * 3 * 4', 'snake_case_name and 2 * 3 * 4'],
    ['see https://a.example/x_y_z', 'see https://a.example/x_y_z'],
  ])('of %j is %j', (text, line) => expect(plain(text)).toBe(line));
});
