import { moneyText } from '#contracts';
import { otherSpelling } from '#whatsapp';
import { BY_HAND } from '../holds/hold.js';
import type { FoundTemplate } from '../templates/template-facts.js';
import {
  AUTHENTICATION,
  categoryOf,
  isPromotion,
  isWindowOpen,
  MARKETING,
  needsConsent,
  type ActiveHold,
  type Facts,
  type Purpose,
} from './facts.js';

export const GATE_CODES = [
  'number_paused',
  'payment_method_missing',
  'recipient_is_sender',
  'template_not_found',
  'template_not_approved',
  'template_paused',
  'template_parameters',
  'phone_required',
  'purpose_mismatch',
  'opted_out',
  'window_closed',
  'marketing_cap',
  'country_not_served',
  'marketing_not_delivered',
  'portfolio_limit_reached',
  'quota_exceeded',
  'spending_cap_reached',
] as const;
export type GateCode = (typeof GATE_CODES)[number];

/**
 * - denies: it may not leave.
 * - delays: it may leave, and waits in the queue for something that ends.
 * - warns: it may leave, and it is better to know this.
 */
export type Effect = 'denies' | 'delays' | 'warns';

export interface Reason {
  code: GateCode;
  /** What is in the way and what to do, in a sentence or two. */
  message: string;
  effect: Effect;
}

type Finding = string | { message: string; effect: Effect } | undefined;

interface Rule {
  code: GateCode;
  /** The messages that the rule is about. */
  concerns: (facts: Facts) => boolean;
  /** Words alone deny. */
  finds: (facts: Facts) => Finding;
}

const anything = (): boolean => true;
const isTemplate = ({ template }: Facts): boolean => template !== undefined;
const found = ({ template }: Facts): FoundTemplate | undefined => (template?.known === 'found' ? template : undefined);

/** Meta, "Error codes": 131042 for messages, 131044 for calls. */
const PAYMENT = ['131042', '131044'];

const ofNumber = ({ holds }: Facts): readonly ActiveHold[] =>
  holds.filter(({ scope, code }) => scope !== 'template' && !PAYMENT.includes(code));
/** A hold that only makes wait: it was placed by a person, is for a time, or ends with another access token. What waits is not lost. */
const isPassing = ({ kind, code }: ActiveHold): boolean => kind !== 'stop' || code === BY_HAND;

/** What a template may be sent for. Meta counts a template by its category, whatever its words. */
const CATEGORIES: Record<Purpose, readonly string[]> = {
  marketing: [MARKETING],
  utility: ['UTILITY'],
  authentication: [AUTHENTICATION],
  service: ['UTILITY'],
};

const WHY: Record<string, string> = {
  PENDING: 'WhatsApp is still reviewing it',
  IN_APPEAL: 'WhatsApp is reviewing it again',
  REJECTED: 'WhatsApp has rejected it',
  PAUSED: 'WhatsApp has paused it, because customers blocked or reported it',
  DISABLED: 'WhatsApp has disabled it',
};

const named = ({ name, language }: FoundTemplate): string => `The template ${name} (${language})`;

/**
 * The gate: one row a rule. A message may leave if no row denies it; all that is found is told, in this order.
 *
 * Sources: Meta, "Error codes", "Messaging limits", "Customer service windows", "Template categorization", "Business-scoped user ids" (2026-09).
 */
export const RULES: readonly Rule[] = [
  {
    code: 'number_paused',
    concerns: anything,
    finds: (facts) => {
      const { status, health } = facts.outlet;
      if (status === 'disabled') return 'The outlet is disabled; enable it to send.';
      if (status !== 'active') return 'The outlet’s number is not confirmed to be yours yet. The outlet says what is missing.';
      const stop = ofNumber(facts).find((hold) => !isPassing(hold));
      if (stop) return `WhatsApp has stopped the number: ${stop.title}. ${stop.advice}`;
      if (health === 'blocked') return 'WhatsApp has blocked the number. See it in WhatsApp Manager, then check the outlet again.';
      const [wait] = ofNumber(facts);
      if (!wait) return undefined;
      const until = wait.until === null ? '' : ` until ${wait.until}`;
      return { message: `Messages of this number wait${until}: ${wait.title}. ${wait.advice}`, effect: 'delays' };
    },
  },
  {
    code: 'payment_method_missing',
    concerns: anything,
    // Meta's API takes such a message and never delivers it, so that nothing else would tell.
    finds: ({ holds }) => {
      const hold = holds.find(({ code }) => PAYMENT.includes(code));
      return hold && `The WhatsApp account has no valid payment method, so WhatsApp delivers nothing. ${hold.advice}`;
    },
  },
  {
    code: 'recipient_is_sender',
    concerns: ({ recipient, outlet }) => recipient.phone !== undefined && outlet.phone !== null,
    finds: ({ recipient, outlet }) =>
      recipient.phone === outlet.phone || otherSpelling(recipient.phone!) === outlet.phone
        ? 'The recipient is the outlet’s own number. Choose another recipient.'
        : undefined,
  },
  {
    code: 'template_not_found',
    concerns: isTemplate,
    finds: ({ template }) => {
      if (template?.known !== 'missing') return undefined;
      const { name, language, languages } = template;
      return languages.length > 0
        ? `There is no template ${name} in ${language}; it has: ${languages.join(', ')}.`
        : `The WhatsApp account has no template ${name}. Create it, or synchronise if it was made in WhatsApp Manager a moment ago.`;
    },
  },
  {
    code: 'template_not_approved',
    concerns: (facts) => found(facts) !== undefined,
    finds: (facts) => {
      const template = found(facts)!;
      const { status, rejectionReason } = template;
      if (status === 'APPROVED') return undefined;
      return `${named(template)} cannot be sent: ${WHY[status] ?? `its status is ${status}`}${rejectionReason ? ` (${rejectionReason})` : ''}.`;
    },
  },
  {
    code: 'template_paused',
    concerns: (facts) => found(facts) !== undefined,
    // What WhatsApp says of the template when it is sent may come before its report.
    finds: (facts) => {
      const template = found(facts)!;
      const hold = facts.holds.find(({ scope }) => scope === 'template');
      if (!hold) return undefined;
      if (!isPassing(hold)) return `${named(template)} cannot be sent: ${hold.title}. ${hold.advice}`;
      return { message: `Messages with ${named(template).replace('The', 'the')} wait: ${hold.title}. ${hold.advice}`, effect: 'delays' };
    },
  },
  {
    code: 'template_parameters',
    concerns: (facts) => found(facts) !== undefined,
    finds: (facts) => {
      const { problems } = found(facts)!;
      if (problems.length === 0) return undefined;
      const message = `${named(found(facts)!)} needs other values: ${problems.map((problem) => problem.message).join('; ')}.`;
      return { message, effect: facts.areValuesGiven ? 'denies' : 'warns' };
    },
  },
  {
    code: 'phone_required',
    concerns: (facts) => categoryOf(facts) === AUTHENTICATION,
    finds: ({ recipient }) =>
      recipient.phone === undefined
        ? 'WhatsApp sends authentication templates to phone numbers only, not to user ids. Send it to the customer’s phone number.'
        : undefined,
  },
  {
    code: 'purpose_mismatch',
    concerns: (facts) => facts.purpose !== undefined && found(facts) !== undefined,
    finds: (facts) => {
      const template = found(facts)!;
      if (CATEGORIES[facts.purpose!].includes(template.category)) return undefined;
      return `${named(template)} is of the category ${template.category}, and the message is for ${facts.purpose}. Choose a template of the category ${CATEGORIES[facts.purpose!].join(' or ')}.`;
    },
  },
  {
    code: 'opted_out',
    concerns: needsConsent,
    finds: ({ isRefused }) =>
      isRefused
        ? 'The customer wants no promotions. What they wait for may still be sent: a template of the category UTILITY, with the purpose utility where it goes to many.'
        : undefined,
  },
  {
    code: 'window_closed',
    concerns: (facts) => !isTemplate(facts),
    finds: (facts) => {
      if (isWindowOpen(facts)) return undefined;
      const { windowExpiresAt, now } = facts;
      const why =
        windowExpiresAt === null
          ? 'The customer has not written to this number yet, so no 24-hour service window is open'
          : `The customer's 24-hour service window ${Date.parse(windowExpiresAt) > now.getTime() ? 'closes before that time,' : 'closed'} at ${windowExpiresAt}`;
      return `${why}. WhatsApp accepts free-form messages only while it is open. Send an approved template instead ("type": "template").`;
    },
  },
  {
    code: 'marketing_cap',
    concerns: isPromotion,
    finds: ({ cappedUntil }) =>
      cappedUntil === null
        ? undefined
        : `WhatsApp keeps promotions from this customer for now, because they got enough of them. Try again after ${cappedUntil}; earlier it fails again.`,
  },
  {
    code: 'country_not_served',
    concerns: anything,
    finds: ({ countryRefusedUntil, recipient }) =>
      countryRefusedUntil === null
        ? undefined
        : `WhatsApp does not let this account write to ${recipient.country ?? 'the recipient’s country'} (130497). Leave its customers out, or ask Meta.`,
  },
  {
    code: 'marketing_not_delivered',
    concerns: (facts) => categoryOf(facts) === MARKETING,
    // Meta, "Per-user marketing template message limits": none to numbers with +1 and an area code of the United States, since 2025-04-01. A
    // rule of Meta's that may end any day, and of which no answer tells beforehand: said, not enforced.
    finds: ({ recipient }) =>
      recipient.country === 'US' && recipient.phone !== undefined
        ? {
            message:
              'WhatsApp has delivered no marketing templates to numbers of the United States since April 2025; this one may not arrive.',
            effect: 'warns',
          }
        : undefined,
  },
  {
    code: 'portfolio_limit_reached',
    // What is to leave later finds another day.
    concerns: (facts) => isTemplate(facts) && !isWindowOpen(facts) && facts.at.getTime() <= facts.now.getTime(),
    finds: ({ headroom, now }) => {
      if (headroom === null || headroom.isReached || headroom.used < headroom.limit) return undefined;
      const { limit, freeAt } = headroom;
      if (freeAt !== null && Date.parse(freeAt) <= now.getTime()) return undefined;
      return {
        message: `The business has reached ${limit} customers outside a conversation in the last 24 hours, as many as WhatsApp allows. The message waits${freeAt === null ? '' : ` until ${freeAt}`}; others may be waiting before it.`,
        effect: 'delays',
      };
    },
  },
  {
    code: 'quota_exceeded',
    concerns: anything,
    finds: ({ quota }) =>
      quota?.isFull === true && quota.cap === null
        ? `The plan allows ${quota.limit} messages a month, and ${quota.used} have been sent or are in the queue. Ask for a larger plan, pay into the deposit, or wait for the next month.`
        : undefined,
  },
  {
    code: 'spending_cap_reached',
    concerns: anything,
    finds: ({ quota }) => {
      if (!quota?.isFull || !quota.cap) return undefined;
      const { capMinor, spentMinor, currency, endsAt } = quota.cap;
      const money = (amountMinor: number): string => moneyText(amountMinor, currency);
      return `The messages of the plan are used, and the deposit may pay for ${money(capMinor)} a day, of which ${money(spentMinor)} are spent. It goes on at ${endsAt}. Raise the daily cap, ask for a larger plan, or wait.`;
    },
  },
];
