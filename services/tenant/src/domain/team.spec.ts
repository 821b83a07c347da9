import { mayGrant } from './team.js';

describe('who may make whom what', () => {
  it.each([
    ['owner', 'owner', true],
    ['owner', 'viewer', true],
    ['admin', 'admin', true],
    ['admin', 'owner', false],
    ['agent', 'viewer', false],
    [undefined, 'viewer', false],
  ] as const)('%s grants %s: %s', (granter, role, allowed) => {
    expect(mayGrant(granter, role)).toBe(allowed);
  });
});
