/**
 * What the sender does about an error.
 * - retry: again, with backoff; the fault is Meta's and short.
 * - wait: pause the named bucket, then again; a rate was exceeded.
 * - permanent: this message will not go, others may.
 * - auth: stop the tenant until it reconnects; hold its queue, burn nothing.
 * - stop: pause the number, account or template and tell somebody.
 */
export type ErrorClass = 'retry' | 'wait' | 'permanent' | 'auth' | 'stop';
export type ErrorScope = 'app' | 'waba' | 'number' | 'pair' | 'template';

/** Something to do beside the class. */
export type ErrorEffect =
  | 'marketing_opt_out'
  | 'marketing_pause_24h'
  | 'contact_unreachable'
  | 'needs_phone'
  | 'offer_template'
  | 'refresh_templates'
  | 'refresh_identity'
  | 'upload_media'
  | 'use_marketing_endpoint'
  | 'use_messages_endpoint';

export interface ErrorRule {
  /** Single codes, or [first, last] ranges, both ends included. A single code wins over a range. */
  codes: readonly (number | readonly [number, number])[];
  /** The rule holds for this error_subcode only, and wins over the rule for the code alone. */
  subcode?: number;
  class: ErrorClass;
  scope?: ErrorScope;
  /** Attempts in all, the first one included; after the last the message has failed. */
  maxAttempts?: number;
  /** First delay. Without jitter: whoever schedules adds it. */
  backoffMs?: number;
  /** What each further attempt multiplies the delay by; 2 where not said. */
  backoffFactor?: number;
  effect?: ErrorEffect;
  title: string;
  advice: string;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const TRANSIENT = { class: 'retry', maxAttempts: 5, backoffMs: 2 * SECOND } as const;

/** Source: Meta, "Cloud API error codes" (2026-09); the reaction to each is ours. */
export const ERROR_TABLE: readonly ErrorRule[] = [
  {
    codes: [0, 104, 190],
    class: 'auth',
    title: 'Access token invalid',
    advice: 'Reconnect the WhatsApp account; queued messages are held.',
  },
  {
    codes: [190],
    subcode: 463,
    class: 'auth',
    title: 'Access token expired',
    advice: 'Reconnect the WhatsApp account; queued messages are held.',
  },
  {
    codes: [3, 10, [200, 299], 131005],
    class: 'auth',
    title: 'Permission missing',
    advice: 'Grant the app the WhatsApp permissions for this account, then reconnect. Code 200 may also mean that no token was sent.',
  },
  {
    codes: [1, 2],
    ...TRANSIENT,
    title: 'WhatsApp is temporarily unavailable',
    advice: 'Sent again by itself; see metastatus.com if it lasts.',
  },
  {
    codes: [4],
    class: 'wait',
    scope: 'app',
    backoffMs: MINUTE,
    title: 'App call limit reached',
    advice: 'Sending continues when the limit has recovered.',
  },
  {
    codes: [80007],
    class: 'wait',
    scope: 'waba',
    backoffMs: MINUTE,
    title: 'Account call limit reached',
    advice: 'Calls for this WhatsApp account continue when the limit has recovered.',
  },
  {
    codes: [33],
    class: 'stop',
    scope: 'number',
    title: 'Number not found',
    advice: 'The number was deleted or is not shared with the app; connect it again.',
  },
  {
    codes: [100],
    subcode: 33,
    class: 'stop',
    scope: 'number',
    title: 'Number not found',
    advice: 'The number was deleted or is not shared with the app; connect it again.',
  },
  { codes: [100], class: 'permanent', title: 'Parameter not accepted', advice: 'Correct the parameter named in the details.' },
  {
    codes: [368],
    class: 'stop',
    scope: 'waba',
    title: 'Account restricted for policy violations',
    advice: 'See the account quality page in WhatsApp Manager; resume when the restriction is lifted.',
  },
  { codes: [130403], class: 'permanent', title: 'Contact blocked by the business', advice: 'Unblock the contact to write to it.' },
  {
    codes: [130429],
    class: 'wait',
    scope: 'number',
    backoffMs: SECOND,
    title: 'Number throughput exceeded',
    advice: 'Sending continues at a lower rate.',
  },
  {
    codes: [130472],
    class: 'permanent',
    title: 'Recipient is part of a marketing experiment',
    advice: 'Reach the contact after it has written, or over another channel. Not billed.',
  },
  {
    codes: [130497],
    class: 'permanent',
    title: 'Country not allowed for this business',
    advice: 'This business may not message that country; leave these contacts out.',
  },
  {
    codes: [131000],
    class: 'retry',
    maxAttempts: 4,
    backoffMs: 2 * SECOND,
    title: 'Unknown error at WhatsApp',
    advice: 'Sent again a few times. For groups: check that groups are enabled.',
  },
  {
    codes: [131008, 131009, 131051, 135000],
    class: 'permanent',
    title: 'Parameter missing or not valid',
    advice: 'Correct the parameter named in the details.',
  },
  {
    codes: [131016, 133004],
    ...TRANSIENT,
    title: 'WhatsApp is temporarily unavailable',
    advice: 'Sent again by itself; see metastatus.com if it lasts.',
  },
  { codes: [131021], class: 'permanent', title: 'Sender and recipient are the same', advice: 'Choose another recipient.' },
  {
    codes: [131026],
    class: 'permanent',
    effect: 'contact_unreachable',
    title: 'Message undeliverable',
    advice:
      'The recipient is not on WhatsApp, uses an old version, or has not accepted the terms. A user id sent as a phone number ends here too.',
  },
  {
    codes: [131030],
    class: 'permanent',
    title: 'Recipient not in the allow list',
    advice: 'A test number reaches only the recipients listed in the app dashboard.',
  },
  {
    codes: [131031],
    class: 'stop',
    scope: 'waba',
    title: 'Account locked',
    advice: 'See health_status and WhatsApp Manager: a policy lock or a wrong two-step PIN.',
  },
  {
    codes: [131037],
    class: 'stop',
    scope: 'number',
    title: 'Display name not approved',
    advice: 'Get the display name approved in WhatsApp Manager.',
  },
  {
    codes: [131042, 131044],
    class: 'stop',
    scope: 'waba',
    title: 'Payment problem',
    advice: 'Settle the payment method in the billing settings, then resume by hand.',
  },
  {
    codes: [131045, 133010],
    class: 'stop',
    scope: 'number',
    title: 'Number not registered',
    advice: 'Register the number with its PIN, then resume.',
  },
  {
    codes: [131047],
    class: 'permanent',
    effect: 'offer_template',
    title: 'More than 24 hours since the customer wrote',
    advice: 'Send an approved template instead.',
  },
  {
    codes: [131048],
    class: 'stop',
    scope: 'number',
    title: 'Number restricted after blocks and spam reports',
    advice: "Stop business-initiated messages for some hours and see the number's quality.",
  },
  {
    codes: [131049],
    class: 'permanent',
    effect: 'marketing_pause_24h',
    title: 'Not delivered, to keep the ecosystem healthy',
    advice: 'The recipient got enough marketing for now. Wait at least 24 hours; sending again at once fails again.',
  },
  {
    codes: [131050],
    class: 'permanent',
    effect: 'marketing_opt_out',
    title: 'Recipient stopped marketing messages',
    advice: 'Send no marketing until the contact resumes it.',
  },
  {
    codes: [131052],
    class: 'permanent',
    title: 'Media could not be downloaded',
    advice: 'The file is gone or above 100 MB; ask the customer to send it again.',
  },
  {
    codes: [131053],
    class: 'retry',
    maxAttempts: 2,
    backoffMs: 5 * SECOND,
    effect: 'upload_media',
    title: 'Media could not be uploaded',
    advice: 'The link was not readable or the type does not fit its content; upload the file and send its id.',
  },
  {
    codes: [131055, 134100],
    class: 'permanent',
    effect: 'use_messages_endpoint',
    title: 'Only marketing templates go this way',
    advice: 'Send through /messages.',
  },
  {
    codes: [131056],
    class: 'wait',
    scope: 'pair',
    backoffMs: 4 * SECOND,
    backoffFactor: 4,
    title: 'Too many messages to this recipient',
    advice: 'This recipient waits; others are not affected.',
  },
  {
    codes: [131057],
    class: 'retry',
    maxAttempts: 5,
    backoffMs: MINUTE,
    title: 'Number in maintenance',
    advice: "Sent again in a minute; the number's throughput is being raised.",
  },
  { codes: [131059], class: 'permanent', title: 'Cursor expired', advice: 'Start the listing from its first page.' },
  {
    codes: [131060],
    class: 'permanent',
    title: 'Message from a companion device',
    advice: 'Nothing to do; read it in the WhatsApp Business app.',
  },
  {
    codes: [131062],
    class: 'permanent',
    effect: 'needs_phone',
    title: 'A phone number is needed',
    advice: 'Authentication templates cannot go to a user id; send to the phone number.',
  },
  {
    codes: [131063],
    class: 'permanent',
    effect: 'use_marketing_endpoint',
    title: 'Marketing is disabled on this endpoint',
    advice: 'Send through /marketing_messages.',
  },
  {
    codes: [131064],
    class: 'stop',
    scope: 'waba',
    title: 'Limit reached through misclassified templates',
    advice: 'Stop business-initiated messages of this account until Meta lifts the limit.',
  },
  {
    codes: [132000, 132012, 132018],
    class: 'permanent',
    effect: 'refresh_templates',
    title: 'Template parameters do not fit',
    advice: 'Compare number, names and format of the parameters with the approved template.',
  },
  {
    codes: [132001],
    class: 'permanent',
    effect: 'refresh_templates',
    title: 'Template missing in this language',
    advice: 'Use a language in which the template is approved.',
  },
  {
    codes: [132005, 132007],
    class: 'permanent',
    title: 'Template text too long or against policy',
    advice: 'Shorten or reword the parameters.',
  },
  {
    codes: [132015],
    class: 'stop',
    scope: 'template',
    title: 'Template paused',
    advice: 'Paused for low quality; edit it or wait until Meta resumes it.',
  },
  {
    codes: [132016],
    class: 'permanent',
    effect: 'refresh_templates',
    title: 'Template disabled',
    advice: 'Disabled for good; create another template.',
  },
  { codes: [132068], class: 'permanent', title: 'Flow blocked', advice: 'Correct the flow in WhatsApp Manager.' },
  {
    codes: [132069],
    class: 'wait',
    scope: 'template',
    backoffMs: HOUR,
    title: 'Flow throttled',
    advice: 'At most 10 of this flow go in an hour until it is healthy.',
  },
  {
    codes: [133000, 133005, 133006, 133008, 133009, 133015],
    class: 'permanent',
    title: 'Registration not possible now',
    advice: 'Follow the onboarding steps: verification, PIN, and waiting five minutes after a deletion.',
  },
  {
    codes: [133016],
    class: 'wait',
    scope: 'number',
    backoffMs: 72 * HOUR,
    backoffFactor: 1,
    title: 'Too many registrations',
    advice: 'A number can be registered 10 times in 72 hours; try after that.',
  },
  { codes: [134011], class: 'permanent', title: 'Payments terms not accepted', advice: 'Accept the payments terms in WhatsApp Manager.' },
  {
    codes: [134101],
    class: 'retry',
    maxAttempts: 4,
    backoffMs: 10 * MINUTE,
    backoffFactor: 1,
    title: 'Template still being prepared',
    advice: 'Sent again in ten minutes.',
  },
  {
    codes: [134102],
    class: 'permanent',
    effect: 'use_messages_endpoint',
    title: 'Template not eligible for marketing messages',
    advice: 'Send through /messages.',
  },
  {
    codes: [137000],
    class: 'permanent',
    effect: 'refresh_identity',
    title: 'Identity key does not match',
    advice: "Confirm the contact's new identity before sending.",
  },
  {
    codes: [613, [138000, 138999]],
    class: 'permanent',
    title: 'Call not possible',
    advice: 'See the details; calling has permissions and limits of its own.',
  },
  {
    codes: [[131200, 131299]],
    class: 'permanent',
    title: 'Group operation not possible',
    advice: 'See the details; groups have conditions of their own.',
  },
  { codes: [[139000, 139999]], class: 'permanent', title: 'Flow or block operation not possible', advice: 'See the details.' },
  { codes: [147005], class: 'permanent', title: 'Username operation not possible', advice: 'See the details.' },
  { codes: [[2388000, 2388999]], class: 'permanent', title: 'Template not accepted', advice: 'See the details and correct the template.' },
  {
    codes: [[2593107, 2593109]],
    class: 'permanent',
    title: 'Synchronisation not possible',
    advice: 'Each synchronisation runs once within 24 hours of onboarding; onboard the number again.',
  },
];

export interface ErrorFacts {
  code?: number;
  subcode?: number;
  /** Decides only where the code is unknown: Meta varies it. */
  httpStatus?: number;
  details?: string;
  /** Meta's `error.is_transient`; decides only where the code is unknown. */
  transient?: boolean;
  /** Response headers, names in lower case as undici and Node give them. */
  headers?: Record<string, string | string[] | undefined>;
  /** How many attempts were made, this one included. Default 1. */
  attempt?: number;
  /** Needed only for a Retry-After that is a date; default now. */
  nowMs?: number;
}

export interface ErrorVerdict {
  class: ErrorClass;
  scope?: ErrorScope;
  /** When to try again, for `retry` and `wait`; without jitter. */
  retryAfterMs?: number;
  maxAttempts?: number;
  effect?: ErrorEffect;
  code?: number;
  subcode?: number;
  details?: string;
  title: string;
  advice: string;
}

const MAX_BACKOFF_MS = HOUR;
const MAX_RETRY_AFTER_MS = 72 * HOUR;

const UNKNOWN_TRANSIENT: ErrorRule = { codes: [], ...TRANSIENT, title: 'WhatsApp could not answer', advice: 'Sent again by itself.' };
const UNKNOWN_THROTTLE: ErrorRule = {
  codes: [],
  class: 'wait',
  scope: 'number',
  backoffMs: 5 * SECOND,
  title: 'Too many requests',
  advice: 'Sending continues at a lower rate.',
};
const UNKNOWN_PERMANENT: ErrorRule = {
  codes: [],
  class: 'permanent',
  title: 'Not accepted by WhatsApp',
  advice: 'See the details; this error code is not known here.',
};

const singles = new Map<number, ErrorRule>();
const withSubcode = new Map<string, ErrorRule>();
const ranges: { first: number; last: number; rule: ErrorRule }[] = [];
for (const rule of ERROR_TABLE) {
  for (const code of rule.codes) {
    if (typeof code !== 'number') ranges.push({ first: code[0], last: code[1], rule });
    else if (rule.subcode !== undefined) withSubcode.set(`${code}/${rule.subcode}`, rule);
    else singles.set(code, rule);
  }
}

function ruleFor(code: number | undefined, subcode: number | undefined): ErrorRule | undefined {
  if (code === undefined) return undefined;
  return (
    (subcode === undefined ? undefined : withSubcode.get(`${code}/${subcode}`)) ??
    singles.get(code) ??
    ranges.find((range) => code >= range.first && code <= range.last)?.rule
  );
}

function ruleForUnknown(facts: ErrorFacts): ErrorRule {
  if (facts.httpStatus === 429) return UNKNOWN_THROTTLE;
  if (facts.transient || (facts.httpStatus !== undefined && facts.httpStatus >= 500)) return UNKNOWN_TRANSIENT;
  return UNKNOWN_PERMANENT;
}

/** Turns what Meta answered, in a response or in a `failed` status, into what to do. Never throws. */
export function classifyError(facts: ErrorFacts): ErrorVerdict {
  const rule = ruleFor(facts.code, facts.subcode) ?? ruleForUnknown(facts);
  return {
    class: rule.class,
    scope: rule.scope,
    retryAfterMs: retryAfterMs(rule, facts),
    maxAttempts: rule.maxAttempts,
    effect: rule.effect,
    code: facts.code,
    subcode: facts.subcode,
    details: facts.details,
    title: rule.title,
    advice: rule.advice,
  };
}

function retryAfterMs(rule: ErrorRule, facts: ErrorFacts): number | undefined {
  if (rule.class !== 'retry' && rule.class !== 'wait') return undefined;
  const told = Math.max(
    readRetryAfter(facts.headers?.['retry-after'], facts.nowMs) ?? 0,
    // That header is about management calls; a number's or a pair's own rate does not follow it.
    rule.scope === 'app' || rule.scope === 'waba' ? (readBusinessUsage(facts.headers?.['x-business-use-case-usage']) ?? 0) : 0,
  );
  if (told > 0) return Math.min(told, MAX_RETRY_AFTER_MS);
  if (rule.backoffMs === undefined) return undefined;
  const repeats = Math.max(0, Math.trunc(facts.attempt ?? 1) - 1);
  const backoffMs = rule.backoffMs * (rule.backoffFactor ?? 2) ** repeats;
  return Math.min(backoffMs, Math.max(MAX_BACKOFF_MS, rule.backoffMs));
}

/** RFC 9110 section 10.2.3: seconds, or a date. */
function readRetryAfter(header: string | string[] | undefined, nowMs: number | undefined): number | undefined {
  const value = (Array.isArray(header) ? header[0] : header)?.trim();
  if (!value) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * SECOND;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - (nowMs ?? Date.now()));
}

/** `{"<id>":[{"type":…,"estimated_time_to_regain_access":<minutes>}]}`; the longest of them counts. Source: Meta, "Graph API rate limits". */
function readBusinessUsage(header: string | string[] | undefined): number | undefined {
  const value = Array.isArray(header) ? header[0] : header;
  if (!value) return undefined;
  let usage: unknown;
  try {
    usage = JSON.parse(value);
  } catch {
    return undefined;
  }
  if (typeof usage !== 'object' || usage === null) return undefined;
  let longestMinutes = 0;
  for (const entry of Object.values(usage).flat()) {
    const minutes = (entry as { estimated_time_to_regain_access?: unknown } | null)?.estimated_time_to_regain_access;
    if (typeof minutes === 'number' && minutes > longestMinutes) longestMinutes = minutes;
  }
  return longestMinutes * MINUTE;
}
