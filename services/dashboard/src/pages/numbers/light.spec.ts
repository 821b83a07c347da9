import { lightOf, limitOf, type Health, type Outlet } from './light';

const outlet = (part: Partial<Outlet> = {}): Outlet => ({ status: 'active', health: 'ok', quality: 'GREEN', checkProblem: null, ...part });
const health = (part: Partial<Health> = {}): Health => ({ quality: 'GREEN', portfolio: null, holds: [], advice: [], ...part });
const hold = (scope: Health['holds'][number]['scope']): Health['holds'][number] => ({
  id: 'h1',
  scope,
  key: 'k',
  kind: 'stop',
  code: '131031',
  title: 'Locked',
  advice: 'Appeal.',
  until: null,
  createdAt: '2030-01-01T00:00:00.000Z',
});

describe('the light of a number', () => {
  it.each<[string, Partial<Outlet>, Partial<Health> | undefined, string]>([
    ['nothing is wrong', {}, {}, 'good'],
    ['it was switched off', { status: 'disabled' }, {}, 'bad'],
    ['WhatsApp has blocked it', { health: 'blocked' }, {}, 'bad'],
    ['it is held', {}, { holds: [hold('number')] }, 'bad'],
    ['a template is held', {}, { holds: [hold('template')] }, 'warn'],
    ['its quality is low', {}, { quality: 'RED' }, 'warn'],
    ['its check failed', { checkProblem: 'whatsapp_unavailable' }, {}, 'warn'],
    ['its limit is nearly used', {}, { portfolio: { limit: 250, usedToday: 225 } }, 'warn'],
    ['much of its limit is left', {}, { portfolio: { limit: 250, usedToday: 224 } }, 'good'],
    ['there is something to do', {}, { advice: [{ code: 'long_queue', message: 'Wait.' }] }, 'warn'],
    ['it only shares its number with a phone', {}, { advice: [{ code: 'phone_app', message: '20 a second.' }] }, 'good'],
    ['nobody has looked', { health: 'unknown', quality: 'UNKNOWN' }, { quality: 'UNKNOWN' }, 'unknown'],
    ['it is still being asked for', {}, undefined, 'unknown'],
  ])('where %s', (_, of, told, light) => {
    expect(lightOf(outlet(of), told && health(told))).toBe(light);
  });
});

describe('the limit of a number', () => {
  it.each([
    ['TIER_250', 250],
    ['TIER_2K', 2_000],
    ['TIER_100K', 100_000],
    ['TIER_UNLIMITED', Number.POSITIVE_INFINITY],
    ['TIER_NOT_SET', undefined],
    [null, undefined],
  ])('%s is %s', (tier, limit) => {
    expect(limitOf(tier)).toBe(limit);
  });
});
