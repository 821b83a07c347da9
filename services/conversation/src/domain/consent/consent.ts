import type { Owner } from '#contracts';
import type { Consent } from '../contacts/contact.js';
import type { MarketingWish } from './marketing-wish.js';

/** Where a consent comes from when WhatsApp brings it. People and programs name their own source. */
export const BY_MESSAGE = 'whatsapp_message';
export const BY_BUTTON = 'whatsapp_button';
/** The customer's own setting in WhatsApp, which Meta enforces as well (webhook field `user_preferences`, error 131050). */
export const BY_PREFERENCE = 'whatsapp_preferences';

/** The customer's own word in WhatsApp: no program's date outweighs their refusal. */
export const BY_CUSTOMER: readonly string[] = [BY_MESSAGE, BY_BUTTON, BY_PREFERENCE];

/** They refused, were erased, and are here again: the refusal counts still. */
export const BY_MEMORY = 'refused_before_erasure';

/** Of these, what is older is of no use to anybody. */
export const MAX_CONSENTS = 50;
/** Proof of what was said; no keyword is longer. */
export const MAX_WORDING = 200;

/** Ids of the buttons under the question whether promotions are meant. */
export const STOP_BUTTON = 'marketing:stop';
export const KEEP_BUTTON = 'marketing:keep';
/** And under the one whether they really want them. */
export const CONFIRM_BUTTON = 'marketing:confirm';
export const DECLINE_BUTTON = 'marketing:decline';

/** `pending`: wanted, and yet to be confirmed. What counts of the contact does not change by it. */
export type ConsentEntryState = Consent | 'pending';

/** What was said about promotions, once, with its proof. */
export interface SaidConsent {
  id: string;
  state: ConsentEntryState;
  source: string | null;
  /** The customer's own words. */
  wording: string | null;
  messageId: string | null;
  /** Who wrote it down; null for WhatsApp and the customer. */
  byId: string | null;
  at: string;
}

/**
 * What a message is to do about promotions: end them, take them up again, ask which of two things is meant, ask for a confirmation, or wait
 * for the one that was asked for.
 */
export interface HeededWish {
  does: 'deny' | 'grant' | 'ask' | 'confirm' | 'wait';
  source: typeof BY_MESSAGE | typeof BY_BUTTON;
  language: string;
  /** The message says something else: its customer is asked beside, since an opt-in from elsewhere waits for it. */
  isAside?: true;
}

/** What was said, by words or by one of our buttons. */
export interface Heard {
  wish: MarketingWish | 'confirm' | 'decline';
  language: string;
  /** By a word of the tenant's own, which says it of somebody who never refused, too. */
  isOwn?: boolean;
}

/** What counts of the contact after it. */
export const STATES = { deny: 'denied', grant: 'granted' } as const;

/** So long one question waits for its answer; after that it may be asked again. */
const ASKED_FOR_MS = 24 * 60 * 60_000;

export interface SaidBefore {
  consent: Consent;
  /** Since when an opt-in waits for its confirmation, and when that was asked for. */
  pendingAt: string | null;
  askedAt: string | null;
  /** The tenant has opt-ins confirmed. */
  doubleOptIn: boolean;
  /** The last that the customer got was a promotion. */
  lastWasMarketing: boolean;
  owner: Owner;
}

/**
 * A word that may as well be about an order counts as an opt-out only right after a promotion. Else the bot asks; a person who has the
 * conversation reads it themselves. Words to start again mean something only to who has stopped.
 */
export function heed(heard: Heard, source: HeededWish['source'], before: SaidBefore, now: Date): HeededWish | undefined {
  const { language } = heard;
  const does = effectOf(heard, before, now);
  return does && { does, source, language };
}

function effectOf({ wish, isOwn = false }: Heard, before: SaidBefore, now: Date): HeededWish['does'] | undefined {
  const { consent, pendingAt, askedAt, doubleOptIn, lastWasMarketing, owner } = before;
  const begin = doubleOptIn ? 'confirm' : 'grant';
  switch (wish) {
    case 'stop':
      return 'deny';
    case 'start': {
      if (consent === 'granted' || (consent === 'unknown' && !isOwn && pendingAt === null)) return undefined;
      const isAsked = askedAt !== null && now.getTime() - Date.parse(askedAt) < ASKED_FOR_MS;
      return doubleOptIn && pendingAt !== null && isAsked ? 'wait' : begin;
    }
    case 'confirm':
      // A button of a question that was taken back since begins anew.
      if (pendingAt !== null) return 'grant';
      return consent === 'granted' ? undefined : begin;
    case 'decline':
      return pendingAt === null ? undefined : 'deny';
    case 'unclear':
      if (lastWasMarketing) return 'deny';
      return owner === 'bot' && consent !== 'denied' ? 'ask' : undefined;
  }
}
