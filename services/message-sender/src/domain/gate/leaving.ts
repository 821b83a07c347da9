import type { OutboundContent } from '#whatsapp';
import type { MessageError } from '../queue/message.js';
import { AUTHENTICATION, isWindowOpen, MARKETING } from './facts.js';

/** What may have come between the request and the moment before a message leaves. */
export type LateDenial = 'expired' | 'opted_out' | 'window_closed' | 'marketing_cap';

/** As Meta would have answered, by its codes (0 where it has none), so that whoever reads them finds one meaning; `gate` tells that it was not Meta. */
export const LATE_DENIALS: Record<LateDenial, MessageError> = {
  expired: {
    gate: 'expired',
    code: 0,
    title: 'It was too late for the message',
    details: 'It was not sent: it was of no use any more before it could leave.',
    advice: 'Ask for a new one, such as another code.',
  },
  opted_out: {
    gate: 'opted_out',
    code: 131_050,
    title: 'The customer wants no promotions',
    details: 'It was not sent: the customer refused promotions before it left.',
    advice: 'Do not send it again. The customer can take promotions up again by writing START.',
  },
  window_closed: {
    gate: 'window_closed',
    code: 131_047,
    title: 'More than 24 hours since the customer wrote',
    details: 'It was not sent: the customer’s service window closed before it left.',
    advice: 'Send an approved template instead.',
  },
  marketing_cap: {
    gate: 'marketing_cap',
    code: 131_049,
    title: 'The customer got enough promotions for now',
    details: 'It was not sent: WhatsApp refused another promotion to this customer less than 24 hours ago.',
    advice: 'Wait at least 24 hours; sending again at once fails again.',
  },
};

/** Of a message that was asked for elsewhere: it found no room when it came into the queue. No code of Meta's: it never heard of it. */
export const QUOTA_EXCEEDED: MessageError = {
  gate: 'quota_exceeded',
  code: 0,
  title: 'The plan allows no more messages',
  details: 'It was not sent: the messages of the plan for this month are used, and the deposit does not pay for another one.',
  advice: 'Ask for a larger plan, pay into the deposit, or wait for the next month.',
};

/** The same, where only the daily cap of the tenant keeps the deposit from paying. */
export const CAP_REACHED: MessageError = {
  gate: 'spending_cap_reached',
  code: 0,
  title: 'The deposit may pay for no more today',
  details: 'It was not sent: the messages of the plan are used, and the daily cap of the deposit is spent.',
  advice: 'Raise the daily cap, ask for a larger plan, or wait for the next day (UTC).',
};

export type LookUp = 'expiry' | 'window' | 'consent' | 'cap' | 'category';

interface Leaving {
  content: OutboundContent;
  groupId: string | null;
  windowUntil: string | null;
  expiresAt: string | null;
  /** As it was judged when it was asked for. */
  needsConsent: boolean;
}

/**
 * What has to be looked up about a message right before it leaves. Most messages need nothing: the window of an answer was known when it
 * was asked for, and nobody refuses a one-time code. A group has no consent, and its window is WhatsApp's to judge.
 */
export function toLookUp({ content, groupId, windowUntil, expiresAt, needsConsent }: Leaving, now: Date): readonly LookUp[] {
  if (expiresAt !== null && Date.parse(expiresAt) <= now.getTime()) return ['expiry'];
  if (groupId !== null) return [];
  const consent: LookUp[] = needsConsent ? ['consent'] : [];
  if (content.type !== 'template') return isWindowOpen({ windowExpiresAt: windowUntil, at: now }) ? consent : ['window', ...consent];
  const { category } = content.template;
  if (category === AUTHENTICATION) return consent;
  // WhatsApp makes promotions of templates that were none, also while messages wait.
  return category === MARKETING ? ['consent', 'cap'] : [...consent, 'category'];
}
