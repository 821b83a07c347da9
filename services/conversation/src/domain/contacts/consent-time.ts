import type { Contact, ContactFacts } from './contact.js';

/** A consent counts from the moment it was said, and not from a change of something else. */
export const withConsentTime = (
  facts: ContactFacts,
  before: Contact | undefined,
  now: Date,
): ContactFacts & { consentAt: string | null } => ({
  ...facts,
  consentAt: facts.marketingConsent === (before?.marketingConsent ?? 'unknown') ? (before?.consentAt ?? null) : now.toISOString(),
});
