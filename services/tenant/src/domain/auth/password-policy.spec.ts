import { passwordProblem } from './password-policy.js';

describe('a new password', () => {
  it.each([
    ['correct horse battery', undefined],
    ['ninechars', 'at least 10'],
    ['x'.repeat(201), 'at most 200'],
    ['abababababab', 'four different'],
    ['Ana.Gomez@acme.example', 'e-mail address'],
    ['ana.gomez.', undefined],
    ['Password123!', 'easy to guess'],
    ['1234567890', 'easy to guess'],
  ])('%s: %s', (password, problem) => {
    const found = passwordProblem(password, 'ana.gomez@acme.example');
    expect(found).toEqual(problem === undefined ? undefined : expect.stringContaining(problem));
  });
});
