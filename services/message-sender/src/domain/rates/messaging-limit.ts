/**
 * How many customers a business may reach outside a service window in a moving 24 hours, by the name of its tier (Meta, "Messaging
 * limits", 2026-09). The limit is of the whole portfolio; since Meta does not tell an app which accounts are of one portfolio, each account
 * counts for itself here, and what goes beyond is refused by WhatsApp.
 *
 * @returns undefined where there is no limit, or none that is known
 */
export function limitOf(tier: string | null): number | undefined {
  const found = /^TIER_(\d+)(K?)$/.exec(tier ?? '');
  return found ? Number(found[1]) * (found[2] ? 1_000 : 1) : undefined;
}
