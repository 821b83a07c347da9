import { isDone, residualsOf } from './erasure.js';

describe('the receipt of an erasure', () => {
  it('is done when every service has answered', () => {
    expect(isDone([{ erasedAt: '2026-11-20T09:00:00.000Z' }, { erasedAt: null }])).toBe(false);
    expect(isDone([{ erasedAt: '2026-11-20T09:00:00.000Z' }])).toBe(true);
  });

  it('names each place once, with the latest date', () => {
    const streams = (until: string) => ({ residuals: [{ where: 'streams', until }] });
    expect(residualsOf([streams('2026-11-23'), streams('2026-11-24'), { residuals: [] }, streams('2026-11-22')])).toEqual([
      { where: 'streams', until: '2026-11-24' },
    ]);
  });
});
