import type { Schemas } from '../../api/client';
import { Badge, type Tone } from '../../components/badge';
import { useCampaignTexts } from './use-campaign-texts';

export type Campaign = Schemas['CampaignDto'];
export type Totals = Schemas['CampaignTotalsDto'];
export type RecipientState = Exclude<keyof Totals, 'audience'>;

const TONES: Record<Campaign['state'], Tone> = {
  draft: 'neutral',
  scheduled: 'info',
  running: 'brand',
  paused: 'warn',
  completed: 'good',
  cancelled: 'neutral',
};

/** In the order of a message's way. */
export const STATES: readonly RecipientState[] = [
  'queued',
  'sent',
  'delivered',
  'read',
  'replied',
  'failed',
  'skipped',
  'optedOut',
  'heldOut',
];

/** How a state looks in bars and dots. */
export const COLORS: Record<RecipientState, string> = {
  queued: 'bg-control',
  sent: 'bg-info',
  delivered: 'bg-brand/60',
  read: 'bg-brand',
  replied: 'bg-good',
  failed: 'bg-bad',
  skipped: 'bg-warn',
  optedOut: 'bg-bad/50',
  heldOut: 'bg-muted',
};

/** To whom WhatsApp has brought it. */
export const reachedOf = ({ delivered, read, replied }: Totals): number => delivered + read + replied;

export function CampaignBadge({ state }: { state: Campaign['state'] }) {
  const text = useCampaignTexts();
  return <Badge tone={TONES[state]}>{text(`state.${state}`)}</Badge>;
}
