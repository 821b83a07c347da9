import { leavesNoOwner, mayChange, mayGrant } from './team.js';

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

describe('who may change whom', () => {
  it.each([
    ['owner', 'owner', 'viewer', true],
    ['admin', 'owner', 'viewer', false],
    ['admin', 'agent', 'owner', false],
    ['admin', 'admin', undefined, true],
    ['agent', 'viewer', undefined, false],
    [undefined, 'viewer', undefined, false],
  ] as const)('%s changes %s to %s: %s', (changer, present, role, allowed) => {
    expect(mayChange(changer, present, role)).toBe(allowed);
  });

  it.each([
    [['a'], 'a', undefined, true],
    [['a'], 'a', 'admin', true],
    [['a'], 'a', 'owner', false],
    [['a', 'b'], 'a', undefined, false],
    [['a'], 'b', undefined, false],
  ] as const)('of the owners %j %s leaving or becoming %s leaves none: %s', (owners, userId, role, none) => {
    expect(leavesNoOwner(owners, userId, role)).toBe(none);
  });
});
