import { MIN_SETTLED, type PauseReason } from './campaign.js';

/** WhatsApp's rating of a number, from the worst. */
const QUALITIES = ['RED', 'YELLOW', 'GREEN'];

/** What tells that a campaign does harm. */
export interface Signs {
  /** Recipients by state, of those who were sent to. */
  reached: number;
  failed: number;
  optedOut: number;
  outlet: { status: string; quality: string | null } | undefined;
  qualityAtStart: string | null;
}

/** Why a campaign is to stop by itself; undefined while nothing speaks against it. */
export function stopReason({ reached, failed, optedOut, outlet, qualityAtStart }: Signs, stopAtPercent: number): PauseReason | undefined {
  if (!outlet || outlet.status !== 'active') return 'outlet_off';
  const [now, atStart] = [outlet.quality, qualityAtStart].map((quality) => QUALITIES.indexOf(quality ?? ''));
  if (now! >= 0 && now! < atStart!) return 'quality_fell';
  const settled = reached + failed + optedOut;
  return settled >= MIN_SETTLED && failed + optedOut > (settled * stopAtPercent) / 100 ? 'too_many_failures' : undefined;
}
