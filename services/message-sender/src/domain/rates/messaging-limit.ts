/**
 * How many customers a business may reach outside a service window in a moving 24 hours, by the name of its tier (Meta, "Messaging
 * limits", 2026-09). The limit is of the whole portfolio, which Graph names in the health of a number; an account of which it does not
 * counts for itself, and what goes beyond is refused by WhatsApp.
 *
 * @returns undefined where there is no limit, or none that is known
 */
export function limitOf(tier: string | null): number | undefined {
  const found = /^TIER_(\d+)(K?)$/.exec(tier ?? '');
  return found ? Number(found[1]) * (found[2] ? 1_000 : 1) : undefined;
}
