import { sendRequested } from '#contracts';
import { obstacleOf } from './dead-letter.js';

const NOW = Date.parse('2026-11-20T09:00:00.000Z');
const letter = (over: object = {}) => ({ subject: sendRequested.subject as string | null, firstAt: '2026-11-19T09:00:00.000Z', ...over });

describe('a dead letter', () => {
  it('is replayed when its event is known and every inbox still remembers it', () => {
    expect(obstacleOf(letter(), NOW)).toBeUndefined();
    expect(obstacleOf(letter({ firstAt: '2026-11-10T09:00:00.000Z' }), NOW)).toBeUndefined();
  });

  it.each([
    [{ subject: null }, 'unreadable'],
    [{ subject: 'chasqui.gateway.of-another-version.v1' }, 'unknown_event'],
    [{ firstAt: '2026-11-10T08:59:59.000Z' }, 'too_old'],
  ])('is not replayed with %j', (over, code) => {
    expect(obstacleOf(letter(over), NOW)).toMatchObject({ code, detail: expect.any(String) });
  });
});
