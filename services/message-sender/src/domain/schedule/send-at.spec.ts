import { companyZone, zoneOf, zonesOfPhone, type Zones } from '#wall-clock';
import { instantToSend, readSendAt, type SendAt } from './send-at.js';

const LIMA = { own: 'America/Lima', ofCountry: [], ofCompany: 'UTC' };
const NOW = Date.parse('2026-03-28T12:00:00.000Z');
const DAY = 24 * 60 * 60_000;

const read = (given: unknown): SendAt => {
  const sendAt = readSendAt(given);
  if ('problem' in sendAt) throw new Error(sendAt.problem.message);
  return sendAt;
};
const when = (given: unknown, zones: Zones = LIMA, now = NOW): string => {
  const result = instantToSend(read(given), zones, now);
  return 'at' in result ? new Date(result.at).toISOString() : result.refused;
};

describe('sendAt', () => {
  it.each([
    ['2026-03-28T13:00:00Z', '2026-03-28T13:00:00.000Z'],
    ['2026-03-28T15:30+02:00', '2026-03-28T13:30:00.000Z'],
    ['2026-03-29T00:00:00.250-05:00', '2026-03-29T05:00:00.250Z'],
  ])('may be the instant %s', (given, instant) => {
    expect(when(given)).toBe(instant);
  });

  it.each([
    ['an instant without its offset', '2026-03-28T13:00:00', 'sendAt'],
    ['a day that there is not', '2026-02-30T13:00:00Z', 'sendAt'],
    ['a day alone', '2026-03-29', 'sendAt'],
    ['words', 'tomorrow', 'sendAt'],
    ['a number', 1_774_000_000, 'sendAt'],
    ['a list', ['09:00'], 'sendAt'],
    ['nothing', null, 'sendAt'],
    ['an hour that there is not', { localTime: '24:00' }, 'sendAt.localTime'],
    ['an hour as people say it', { localTime: '9:00' }, 'sendAt.localTime'],
    ['a day without a time', { date: '2026-03-29' }, 'sendAt.localTime'],
    ['a time on a day that there is not', { localTime: '09:00', date: '2026-02-29' }, 'sendAt.date'],
    ['a zone, which is the contact’s', { localTime: '09:00', timeZone: 'UTC' }, 'sendAt.timeZone'],
  ])('may not be %s', (_, given, field) => {
    expect(readSendAt(given)).toMatchObject({ problem: { field } });
  });

  it('is the next time that the customer’s clock shows it, today or tomorrow', () => {
    expect(when({ localTime: '09:00' })).toBe('2026-03-28T14:00:00.000Z');
    expect(when({ localTime: '07:00' })).toBe('2026-03-29T12:00:00.000Z');
    expect(when({ localTime: '06:59' })).toBe('2026-03-29T11:59:00.000Z');
    // It is tomorrow there already.
    expect(when({ localTime: '01:30' }, { ...LIMA, own: 'Pacific/Auckland' })).toBe('2026-03-28T12:30:00.000Z');
  });

  it('is a time on a day of the customer’s, also where the clock leaves it out or shows it twice', () => {
    const berlin = { ...LIMA, own: 'Europe/Berlin' };
    expect(when({ localTime: '09:00', date: '2026-03-30' }, berlin)).toBe('2026-03-30T07:00:00.000Z');
    expect(when({ localTime: '02:30', date: '2026-03-29' }, berlin)).toBe('2026-03-29T01:30:00.000Z');
    expect(when({ localTime: '02:30', date: '2026-10-25' }, berlin, Date.parse('2026-10-20T00:00:00Z'))).toBe('2026-10-25T00:30:00.000Z');
  });

  it('is from a minute ago to 90 days ahead', () => {
    const at = (ms: number): string => when(new Date(NOW + ms).toISOString());
    expect(at(-60_000)).toBe('2026-03-28T11:59:00.000Z');
    expect(at(-60_001)).toBe('past');
    expect(at(90 * DAY)).toBe('2026-06-26T12:00:00.000Z');
    expect(at(90 * DAY + 1)).toBe('too_far');
    expect(when({ localTime: '09:00', date: '2026-03-27' })).toBe('past');
  });
});

describe('the clock of a customer', () => {
  const nine = (phone: string, { own, ofCompany = 'Asia/Tokyo' }: { own?: string; ofCompany?: string } = {}): string =>
    when({ localTime: '09:00', date: '2026-03-30' }, { own, ofCountry: zonesOfPhone(phone), ofCompany });

  it('is what the contact says', () => {
    expect(nine('4915112345678', { own: 'America/Lima' })).toBe('2026-03-30T14:00:00.000Z');
  });

  it('is that of the country of their number, where all its clocks show the same', () => {
    expect(nine('51987111000')).toBe('2026-03-30T14:00:00.000Z');
    // Germany has two zones of one time; a British number may also be of Jersey, Guernsey or the Isle of Man.
    expect(nine('4915112345678')).toBe('2026-03-30T07:00:00.000Z');
    expect(nine('447700900123')).toBe('2026-03-30T08:00:00.000Z');
  });

  it('is that of the company where the country has several, or where it is not known', () => {
    expect(nine('5511987654321')).toBe('2026-03-30T00:00:00.000Z');
    expect(nine('16505551234')).toBe('2026-03-30T00:00:00.000Z');
    expect(nine('5511987654321', { ofCompany: 'UTC' })).toBe('2026-03-30T09:00:00.000Z');
  });

  it('is none that there is not', () => {
    expect([zoneOf('Mars/Olympus'), zoneOf(3), zoneOf(undefined), zoneOf('Europe/Rome')]).toEqual([
      undefined,
      undefined,
      undefined,
      'Europe/Rome',
    ]);
    expect([companyZone('Mars/Olympus'), companyZone(null), companyZone('Europe/Rome')]).toEqual(['UTC', 'UTC', 'Europe/Rome']);
  });
});
