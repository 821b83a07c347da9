import { useSendingTexts } from '../../sending/use-sending-texts';
import type { SentMessage } from '../../sending/status-badge';

/** Source: Meta, webhook reference, `statuses[].pricing`. */
const KNOWN = [
  'service',
  'marketing',
  'marketing_lite',
  'utility',
  'authentication',
  'authentication_international',
  'regular',
  'free_customer_service',
  'free_entry_point',
] as const;

export const knownPricing = (name: string) => KNOWN.find((one) => one === name);

/** What WhatsApp said of the price, in words; what it has thought of since is shown as it came. */
export function usePricing(): (pricing: SentMessage['pricing']) => string {
  const s = useSendingTexts();
  return (pricing) =>
    [pricing?.category, pricing?.type]
      .filter((each) => typeof each === 'string')
      .map((each) => {
        const known = knownPricing(each);
        return known ? s(`pricing.${known}`) : each;
      })
      .join(': ');
}
