import type { HoldScope } from '../holds/hold.js';

export interface NumberFacts {
  quality: 'GREEN' | 'YELLOW' | 'RED' | 'UNKNOWN';
  health: 'unknown' | 'ok' | 'limited' | 'blocked';
  status: string;
  onPhoneApp: boolean;
  /** Part of the allowed rate that is used at present; below 1 after WhatsApp said that it was too much. */
  share: number;
  allowedPerSecond: number;
  queued: number;
  /** Customers that may be reached outside a conversation in a day, and have been; null where there is no limit. */
  portfolio: { limit: number; usedToday: number } | null;
  holds: readonly { scope: HoldScope; title: string; advice: string }[];
}

export interface Advice {
  code:
    | 'number_held'
    | 'quality_low'
    | 'quality_medium'
    | 'number_blocked'
    | 'number_not_active'
    | 'rate_lowered'
    | 'long_queue'
    | 'limit_nearly_used'
    | 'phone_app';
  message: string;
}

/** A queue that takes longer than this is worth a word. */
const LONG_SECONDS = 60;
/** Part of the day's customers from which on it is said. */
const NEARLY_ALL = 0.9;

/** What somebody can do about a number, the most urgent first. @returns nothing for a number that is well */
export function adviceFor(number: NumberFacts): Advice[] {
  const advice: Advice[] = [];
  const say = (code: Advice['code'], message: string): void => void advice.push({ code, message });
  if (number.status !== 'active') say('number_not_active', 'The outlet sends nothing: it is disabled, or its number is not confirmed.');
  for (const { title, advice: what } of number.holds) say('number_held', `${title}. ${what}`);
  if (number.health === 'blocked') say('number_blocked', 'WhatsApp does not let this number send. Check the outlet to see why.');
  if (number.quality === 'RED') {
    say(
      'quality_low',
      'Customers block or report this number. Pause campaigns, write only to those who asked for it, and review your templates.',
    );
  }
  if (number.quality === 'YELLOW') {
    say('quality_medium', 'Some customers block or report this number. Send fewer promotions until the quality is high again.');
  }
  if (number.share < 1) say('rate_lowered', 'WhatsApp said that messages came too fast. They leave slower for a while, by themselves.');
  const seconds = number.queued / (number.allowedPerSecond * number.share);
  if (seconds > LONG_SECONDS) say('long_queue', `What waits takes about ${Math.ceil(seconds / 60)} minutes or more at this number’s rate.`);
  if (number.portfolio && number.portfolio.usedToday >= number.portfolio.limit * NEARLY_ALL) {
    const { limit, usedToday } = number.portfolio;
    say(
      'limit_nearly_used',
      `${usedToday} of ${limit} customers whom you may write to first in 24 hours are reached; templates to others wait at the limit.`,
    );
  }
  if (number.onPhoneApp) say('phone_app', 'The number also runs the WhatsApp Business app, so WhatsApp allows 20 messages a second.');
  return advice;
}
