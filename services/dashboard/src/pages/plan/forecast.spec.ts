import { forecast } from './forecast';

const JUNE = { from: '2026-06-01', to: '2026-06-30' };
const at = (day: string): number => Date.parse(`${day}T00:00:00Z`);

describe('how a month is going to end', () => {
  it('goes on as until now', () => {
    expect(forecast(500, 2_000, JUNE, at('2026-06-11'))).toEqual({ used: 1_500, fullOn: null });
    expect(forecast(500, null, JUNE, at('2026-06-11'))).toEqual({ used: 1_500, fullOn: null });
  });

  it('says on which day a limit is reached', () => {
    expect(forecast(500, 1_000, JUNE, at('2026-06-11'))).toEqual({ used: 1_500, fullOn: '2026-06-21' });
    expect(forecast(1_000, 1_000, JUNE, at('2026-06-11'))).toEqual({ used: 3_000, fullOn: null });
  });

  it('says nothing on the first day, when nothing was used, and when it is over', () => {
    expect(forecast(500, 1_000, JUNE, at('2026-06-01') + 3_600_000)).toBeUndefined();
    expect(forecast(0, 1_000, JUNE, at('2026-06-11'))).toBeUndefined();
    expect(forecast(500, 1_000, JUNE, at('2026-07-01'))).toBeUndefined();
  });
});
