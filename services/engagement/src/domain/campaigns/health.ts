import { MIN_SETTLED, type Judged, type PauseReason } from './campaign.js';

/** WhatsApp's rating of a number, from the worst. */
const QUALITIES = ['RED', 'YELLOW', 'GREEN'];

export const reachedOf = (totals: { sent: number; delivered: number; read: number; replied: number }): number =>
  totals.sent + totals.delivered + totals.read + totals.replied;

/** What tells that a campaign does harm. */
export interface Signs {
  /** Recipients by state, of those who were sent to. */
  reached: number;
  failed: number;
  optedOut: number;
  /** Who has got nothing yet: where there is nobody, a stop would save nobody. */
  queued: number;
  /** What was known when somebody let it go on all the same: that counts no more. */
  judged?: Judged | undefined;
  outlet: { status: string; quality: string | null } | undefined;
  qualityAtStart: string | null;
}

/** Why a campaign is to stop by itself; undefined while nothing speaks against it. */
export function stopReason({ queued, judged, outlet, qualityAtStart, ...all }: Signs, stopAtPercent: number): PauseReason | undefined {
  if (!outlet || outlet.status !== 'active') return 'outlet_off';
  const [now, atStart] = [outlet.quality, qualityAtStart].map((quality) => QUALITIES.indexOf(quality ?? ''));
  if (now! >= 0 && now! < atStart!) return 'quality_fell';
  const harmed = all.failed + all.optedOut - (judged ? judged.failed + judged.optedOut : 0);
  const settled = all.reached - (judged?.reached ?? 0) + harmed;
  return queued > 0 && settled >= MIN_SETTLED && harmed > (settled * stopAtPercent) / 100 ? 'too_many_failures' : undefined;
}
