import type { Schemas } from '../../api/client';

export type Outlet = Pick<Schemas['OutletDto'], 'status' | 'health' | 'quality' | 'checkProblem'>;
export type Health = Pick<Schemas['NumberHealthDto'], 'quality' | 'portfolio' | 'holds' | 'advice'>;
export type Light = 'good' | 'warn' | 'bad' | 'unknown';

/** From here on a limit is worth a look. */
const NEARLY = 0.9;

/**
 * Whether a number sends, as a traffic light: red where nothing leaves, yellow where something limits it or soon will.
 *
 * @param health undefined while it is not known
 */
export function lightOf(outlet: Outlet, health: Health | undefined): Light {
  if (outlet.status !== 'active' || outlet.health === 'blocked') return 'bad';
  // What holds a template back leaves the others of the number alone.
  if (health?.holds.some(({ scope }) => scope !== 'template')) return 'bad';
  const quality = health?.quality ?? outlet.quality;
  const { portfolio } = health ?? {};
  const isNearlyUsed = portfolio ? portfolio.usedToday >= portfolio.limit * NEARLY : false;
  if (outlet.health === 'limited' || outlet.checkProblem || quality === 'RED' || quality === 'YELLOW' || isNearlyUsed) return 'warn';
  if (health && (health.holds.length > 0 || health.advice.some(({ code }) => code !== 'phone_app'))) return 'warn';
  return !health || (quality === 'UNKNOWN' && outlet.health === 'unknown') ? 'unknown' : 'good';
}

/** Customers in 24 hours; undefined where WhatsApp has not told, infinite where there is no limit. @param tier `TIER_2K` */
export function limitOf(tier: string | null): number | undefined {
  if (tier === null) return undefined;
  if (/UNLIMITED/i.test(tier)) return Number.POSITIVE_INFINITY;
  const [, count, thousands] = /(\d+)(K?)$/i.exec(tier) ?? [];
  return count === undefined ? undefined : Number(count) * (thousands ? 1_000 : 1);
}
