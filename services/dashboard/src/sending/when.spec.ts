import { localMinute, NOW, sendAtOf } from './when';

describe('when a message leaves', () => {
  it('is at once, a moment, or a time of the customer’s clock', () => {
    expect(sendAtOf(NOW)).toBeUndefined();
    expect(sendAtOf({ ...NOW, kind: 'local' })).toEqual({ localTime: '09:00' });
    expect(sendAtOf({ ...NOW, kind: 'local', day: '2030-02-03' })).toEqual({ localTime: '09:00', date: '2030-02-03' });
    // Nothing is made of an empty field: the form asks for it.
    expect(sendAtOf({ ...NOW, kind: 'at' })).toBeUndefined();
  });

  it('comes back as it was typed, whatever the zone of the reader', () => {
    const moment = new Date(2030, 6, 5, 8, 7);
    expect(localMinute(moment)).toBe('2030-07-05T08:07');
    expect(sendAtOf({ ...NOW, kind: 'at', at: localMinute(moment) })).toBe(moment.toISOString());
  });
});
