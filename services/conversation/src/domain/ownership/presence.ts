import type { Availability } from '#contracts';

/** Gateways report every 20 s who is connected to them: two reports may be lost. */
export const PRESENCE_LIFE_SECONDS = 60;

export interface Presence {
  userId: string;
  /** What the person has set: away is connected, and gets nothing new. */
  availability: Availability;
  isConnected: boolean;
  seenAt: string;
}
