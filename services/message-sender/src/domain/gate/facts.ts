import type { SendClass } from '#contracts';
import type { HoldKind, HoldScope } from '../holds/hold.js';
import type { TemplateFacts } from '../templates/template-facts.js';

/** What a message is for, as whoever sends it says. */
export const PURPOSES = ['marketing', 'utility', 'authentication', 'service'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** A hold that is on now. */
export interface ActiveHold {
  scope: HoldScope;
  kind: HoldKind;
  code: string;
  title: string;
  advice: string;
  until: string | null;
}

/** What WhatsApp charges for messages of a category to the recipient's country, as an imported rate card says. */
export interface Rate {
  currency: string;
  /** Millionths of a unit of the currency. */
  amountMicros: number;
  /** The first day on which it holds, `YYYY-MM-DD`. */
  effectiveFrom: string;
  source: string;
  /** When a message of the category costs nothing; null where nothing was imported about that. */
  policy: { isBillable: boolean; freeMonthly: number; isFreeInWindow: boolean; isFreeInEntry: boolean } | null;
}

/** How many customers the business may reach outside a conversation in 24 hours, and how many it has. */
export interface Headroom {
  limit: number;
  used: number;
  /** This customer is one of them, and counts once. */
  isReached: boolean;
  /** When the one reached first no longer counts; null where nobody was reached. */
  freeAt: string | null;
}

/** Messages of a plan in this month. */
export interface MessageQuota {
  limit: number;
  /** That have left, or are promised to those in the queue. */
  used: number;
  /** The plan has no room, and the deposit does not pay for another one. */
  isFull: boolean;
  /** Where only the cap that the tenant set for a day keeps the deposit from paying. */
  cap: SpendingCap | null;
}

/** How much of its deposit a tenant lets be spent on a day. Amounts in the smallest unit of the currency. */
export interface SpendingCap {
  currency: string;
  capMinor: number;
  spentMinor: number;
  endsAt: string;
}

/** Everything that the gate decides by, about one message to one customer. */
export interface Facts {
  now: Date;
  /** When it is to leave: now, or later. */
  at: Date;
  purpose?: Purpose | undefined;
  class?: SendClass | undefined;
  outlet: {
    /** `active` where the number is the tenant's and may be used. */
    status: string;
    /** As the last look at WhatsApp found it. */
    health: string;
    /** Digits; null where WhatsApp has not told them. */
    phone: string | null;
  };
  holds: readonly ActiveHold[];
  recipient: {
    phone?: string | undefined;
    userId?: string | undefined;
    /** ISO 3166-1; null where neither the number nor the user id says it. */
    country: string | null;
  };
  /** The template that is to be sent; undefined for everything else, which is free-form. */
  template?: TemplateFacts | undefined;
  /** False where somebody asks before they have written the template's values. */
  areValuesGiven: boolean;
  /** Until when the customer may be written to freely; null where they never wrote to this number. */
  windowExpiresAt: string | null;
  /** Until when WhatsApp charges nothing, because the customer came through an advertisement. */
  freeEntryUntil: string | null;
  /** Of the business portfolio; null where nothing limits it. */
  headroom: Headroom | null;
  /** The customer wants no promotions of this tenant. */
  isRefused: boolean;
  /** WhatsApp keeps promotions from this customer for now. */
  cappedUntil: string | null;
  /** WhatsApp does not let this account write to the country. */
  countryRefusedUntil: string | null;
  /** Null where nothing binds. */
  quota: MessageQuota | null;
  /** What WhatsApp charges for it; only where somebody wants to know. */
  rate?: Rate | undefined;
}

/** The category of templates that a customer may refuse. */
export const MARKETING = 'MARKETING';
export const AUTHENTICATION = 'AUTHENTICATION';

export const categoryOf = ({ template }: Pick<Facts, 'template'>): string | undefined =>
  template?.known === 'found' ? template.category : undefined;

/** Whether it is a promotion: by its template, or by what its sender says. */
export const isPromotion = (facts: Pick<Facts, 'template' | 'purpose'>): boolean =>
  categoryOf(facts) === MARKETING || facts.purpose === 'marketing';

/** What is sent to many, and not because of something that each of them did. */
const TO_MANY: readonly (SendClass | undefined)[] = ['broadcast', 'drip'];

/**
 * Whether it does not go to a customer who has unsubscribed: a promotion, and what is sent to many unless its sender says what else it is.
 * Whoever writes STOP under a campaign wants no other one, of whatever category its template is.
 */
export const needsConsent = (facts: Pick<Facts, 'template' | 'purpose' | 'class'>): boolean =>
  isPromotion(facts) || (facts.purpose === undefined && TO_MANY.includes(facts.class));

export const isWindowOpen = ({ windowExpiresAt, at }: Pick<Facts, 'windowExpiresAt' | 'at'>): boolean =>
  windowExpiresAt !== null && at.getTime() < Date.parse(windowExpiresAt);
