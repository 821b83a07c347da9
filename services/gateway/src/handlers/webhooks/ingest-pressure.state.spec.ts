import { IngestPressure } from './ingest-pressure.state.js';

describe('the pressure of webhooks', () => {
  it('is seen by every thread that has the memory', () => {
    const answering = new IngestPressure();
    const splitting = new IngestPressure(answering.memory);
    expect([splitting.isBusy, splitting.isCrowded]).toEqual([false, false]);
    answering.committed(1);
    expect([splitting.isBusy, splitting.isCrowded]).toEqual([true, false]);
    answering.committed(100);
    expect([splitting.isBusy, splitting.isCrowded]).toEqual([true, true]);
  });

  it('wakes once for every look that was taken', () => {
    const answering = new IngestPressure();
    const splitting = new IngestPressure(answering.memory);
    expect([answering.committed(1), answering.committed(1)]).toEqual([true, false]);
    splitting.looking();
    expect([answering.committed(1), answering.committed(1)]).toEqual([true, false]);
  });
});
