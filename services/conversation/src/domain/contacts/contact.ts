export const CONSENTS = ['unknown', 'granted', 'denied'] as const;
export type Consent = (typeof CONSENTS)[number];

export type Attribute = string | number | boolean;

/** As many of each as a contact may have. */
export const MAX_ATTRIBUTES = 50;
export const MAX_TAGS = 50;

/** What the tenant's people know of a customer, beside what WhatsApp tells. */
export interface ContactFacts {
  /** The name that they gave; null shows the profile name. */
  alias: string | null;
  email: string | null;
  /** BCP 47 */
  language: string | null;
  attributes: Record<string, Attribute>;
  tags: string[];
  marketingConsent: Consent;
  /** Where the consent comes from: a form, a conversation, an import. */
  consentSource: string | null;
}

export interface Contact extends ContactFacts {
  id: string;
  phone: string | null;
  userId: string | null;
  parentUserId: string | null;
  /** The profile name. */
  name: string | null;
  username: string | null;
  consentAt: string | null;
  /** Since when somebody wants promotions and has yet to confirm it. */
  consentPendingAt: string | null;
  version: number;
  createdAt: string;
  updatedAt: string;
}

export const NO_FACTS: ContactFacts = {
  alias: null,
  email: null,
  language: null,
  attributes: {},
  tags: [],
  marketingConsent: 'unknown',
  consentSource: null,
};

/** Facts by the names that the REST interface gives them. */
const FIELDS: Readonly<Record<keyof ContactFacts, string>> = {
  alias: 'name',
  email: 'email',
  language: 'language',
  attributes: 'attributes',
  tags: 'tags',
  marketingConsent: 'consent',
  consentSource: 'consent',
};

/** Names of what differs: all that the audit log may know of it. */
export function changedFields(before: ContactFacts, after: ContactFacts): string[] {
  const facts = Object.keys(FIELDS) as (keyof ContactFacts)[];
  return [...new Set(facts.filter((fact) => JSON.stringify(before[fact]) !== JSON.stringify(after[fact])).map((fact) => FIELDS[fact]))];
}

/** Trimmed, each once (whatever its case), in their order. */
export function tidyTags(tags: readonly string[]): string[] {
  const byName = new Map(tags.map((tag) => tag.trim()).map((tag) => [tag.toLowerCase(), tag]));
  return [...byName.values()];
}

/**
 * What is known of two contacts that turn out to be one person. What `stays` says wins, and fills up with what only `goes` says; but a
 * refusal of marketing by either is a refusal, whoever said yes.
 */
export function mergeFacts(
  stays: ContactFacts & { consentAt: string | null },
  goes: ContactFacts & { consentAt: string | null },
): ContactFacts & { consentAt: string | null } {
  const weight = { unknown: 0, granted: 1, denied: 2 } as const;
  const consent = weight[goes.marketingConsent] > weight[stays.marketingConsent] ? goes : stays;
  return {
    alias: stays.alias ?? goes.alias,
    email: stays.email ?? goes.email,
    language: stays.language ?? goes.language,
    attributes: { ...goes.attributes, ...stays.attributes },
    tags: tidyTags([...goes.tags, ...stays.tags]),
    marketingConsent: consent.marketingConsent,
    consentSource: consent.consentSource,
    consentAt: consent.consentAt,
  };
}
