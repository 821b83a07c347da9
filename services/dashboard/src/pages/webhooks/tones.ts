import type { Schemas } from '../../api/client';
import type { Tone } from '../../components/badge';

/** How a delivery's status looks. */
export const TONES: Record<Schemas['WebhookDeliveryDto']['status'], Tone> = { delivered: 'good', retrying: 'warn', failed: 'bad' };
