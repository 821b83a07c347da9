export const SERVICE_WINDOW_MS = 24 * 60 * 60 * 1000;
/** A free entry point opens when the business answers, within a day, a customer who came from an ad. Source: Meta, "Pricing". */
export const FREE_ENTRY_POINT_MS = 72 * 60 * 60 * 1000;

/** When the customer service window closes; undefined when the customer never wrote. Times in epoch milliseconds. */
export function windowExpiresAt(lastInboundAt: number | undefined): number | undefined {
  return lastInboundAt === undefined ? undefined : lastInboundAt + SERVICE_WINDOW_MS;
}

export function windowIsOpen(lastInboundAt: number | undefined, now: number): boolean {
  return lastInboundAt !== undefined && now < lastInboundAt + SERVICE_WINDOW_MS;
}

/** When the free entry point ends that an answer at `now` to an ad click at `adClickAt` opens; undefined if it opens none. */
export function freeEntryPointEnd(adClickAt: number | undefined, now: number): number | undefined {
  return adClickAt !== undefined && now < adClickAt + SERVICE_WINDOW_MS ? now + FREE_ENTRY_POINT_MS : undefined;
}
