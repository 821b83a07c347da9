import type { SendResult } from '#whatsapp';

/** The two ways of a message to WhatsApp: `POST /{phone number id}/<route>`. */
export type Route = 'messages' | 'marketing_messages';

/** What WhatsApp has said before, of the template or of its account. */
export interface ToldRoute {
  route: Route;
  toldAt: number;
}

const DAY_MS = 24 * 60 * 60_000;
/** An account that could not use the way for promotions may be allowed to by now; a template may have become one. */
const ASK_AGAIN_MS = 7 * DAY_MS;

/**
 * The way by which a template leaves. Promotions go by `/marketing_messages` (Meta, "Marketing Messages API for WhatsApp", routing), unless
 * WhatsApp has refused that in the last week; all else goes by `/messages`.
 *
 * @param category as WhatsApp has completed it, not as it has announced it @param told of the template first, then of the account
 */
export function routeOf(category: string | undefined, told: readonly ToldRoute[], now: number): Route {
  if (category !== 'MARKETING') return 'messages';
  const valid = told.find(({ route, toldAt }) => route === 'marketing_messages' || now - toldAt < ASK_AGAIN_MS);
  return valid?.route ?? 'marketing_messages';
}

/** Codes that say: the way is open to no message of this account, or not known to this version of the Graph API. */
const NOT_OPEN = [134_102, 2_500, 10, 3];
/** This template is no promotion for WhatsApp, whatever we believe. */
const NOT_A_PROMOTION = [131_055, 134_100];
/** Promotions of this account leave by `/marketing_messages` alone. */
const ONLY_THERE = 131_063;
/** "Unsupported post request": of code 100, it may be the way or the number that is not there. */
const NO_SUCH_OBJECT = 33;

/**
 * Whether a message that was refused on one way is to be tried on the other. A refusal says that nothing was done (Meta, "Error codes").
 *
 * @returns the other way, and of how much it holds; undefined where the refusal has nothing to do with the way
 */
export function otherRoute(route: Route, result: SendResult): { route: Route; code: number; scope: 'account' | 'template' } | undefined {
  if (result.outcome !== 'rejected') return undefined;
  const { code = 0, subcode, httpStatus } = result.error;
  if (route === 'messages') return code === ONLY_THERE ? { route: 'marketing_messages', code, scope: 'account' } : undefined;
  if (NOT_A_PROMOTION.includes(code)) return { route: 'messages', code, scope: 'template' };
  const isMissing = (code === 100 && subcode === NO_SUCH_OBJECT) || httpStatus === 404 || httpStatus === 405;
  return isMissing || NOT_OPEN.includes(code) ? { route: 'messages', code, scope: 'account' } : undefined;
}
