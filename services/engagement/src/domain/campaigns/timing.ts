import { askZones, companyZone, instantOf, localInstant, wallOf, zoneOf, zonesOfPhone, type Zones } from '#wall-clock';
import type { QuietHours, Schedule } from './campaign.js';

const DAY_MS = 24 * 60 * 60_000;
/** No clock is further ahead of UTC. */
const EARLIEST_ZONE = 'Pacific/Kiritimati';

const timeOf = (text: string): number => Date.parse(`1970-01-01T${text}:00Z`);

/** When the first contact's turn may come: the audience is taken then. @param now Unix milliseconds, as the result */
export function firstTurn(schedule: Schedule | null, now: number): number {
  if (!schedule) return now;
  if ('at' in schedule) return Math.max(now, Date.parse(schedule.at));
  return schedule.date === undefined ? now : Math.max(now, localInstant(EARLIEST_ZONE, schedule, now));
}

/**
 * The end of the quiet hours that hold this instant, or the instant itself. Hours that end before they begin reach over midnight.
 *
 * @param at Unix milliseconds, as the result
 */
export function afterQuiet(at: number, { from, to }: QuietHours, zone: string): number {
  const wall = wallOf(at, zone);
  const midnight = Math.floor(wall / DAY_MS) * DAY_MS;
  const [begin, end, time] = [timeOf(from), timeOf(to), wall - midnight];
  if (begin === end) return at;
  const isQuiet = begin < end ? time >= begin && time < end : time >= begin || time < end;
  if (!isQuiet) return at;
  return instantOf(midnight + end + (time >= end ? DAY_MS : 0), zone);
}

/** Answers for contacts of the same zones are looked up once: a batch has thousands of contacts and few zones. */
export class ZoneClock {
  readonly #answers = new Map<string, unknown>();
  readonly #company: string;

  constructor(ofCompany: unknown) {
    this.#company = companyZone(ofCompany);
  }

  /** @param question a name for what is asked, the same for the same answer @param ask what is asked of a zone */
  of<T extends string | number>(contact: { phone: string | null; attributes: object }, question: string, ask: (zone: string) => T): T {
    const zones = this.#zonesOf(contact);
    const key = `${question} ${zones.own ?? zones.ofCountry.join()}`;
    if (!this.#answers.has(key)) this.#answers.set(key, askZones(zones, ask));
    return this.#answers.get(key) as T;
  }

  #zonesOf({ phone, attributes }: { phone: string | null; attributes: object }): Zones {
    const own = zoneOf((attributes as { timeZone?: unknown }).timeZone);
    return { own, ofCountry: own === undefined && phone ? zonesOfPhone(phone) : [], ofCompany: this.#company };
  }
}

/** When the turn of a contact in this zone comes. @param taken when the audience is taken; Unix milliseconds, as the result */
export function turnIn(
  zone: string,
  { schedule, quietHours }: { schedule: Schedule | null; quietHours: QuietHours | null },
  taken: number,
): number {
  const at = schedule && 'localTime' in schedule ? Math.max(taken, localInstant(zone, schedule, taken)) : taken;
  return quietHours ? afterQuiet(at, quietHours, zone) : at;
}

/** The day that the contact's calendar shows, such as 2026-12-24. */
export const dayIn = (zone: string, at: number): string => new Date(wallOf(at, zone)).toISOString().slice(0, 10);
