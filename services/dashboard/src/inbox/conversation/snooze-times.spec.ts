import { snoozeTimes } from './snooze-times';

describe('times to snooze until', () => {
  const names = (now: Date) => snoozeTimes(now).map(({ name }) => name);
  it('are all to come, and none twice', () => {
    expect(names(new Date(2026, 10, 18, 10))).toEqual(['hour', 'evening', 'tomorrow', 'week']);
    expect(names(new Date(2026, 10, 18, 17))).toEqual(['hour', 'tomorrow', 'week']);
    // Of a Sunday, tomorrow is Monday.
    expect(names(new Date(2026, 10, 22, 20))).toEqual(['hour', 'tomorrow']);
    for (let day = 1; day < 9; day += 1) {
      const now = new Date(2026, 10, day, 12);
      expect(snoozeTimes(now).filter(({ until }) => until <= now)).toEqual([]);
    }
  });
});
