import { DEMO_TENANTS } from './demo-tenants.js';
import type { Secrets } from './secrets.js';

/** A WhatsApp business number that the simulator stands in for and that the demo data gives to a tenant. */
export interface DemoNumber {
  /** Slug of the demo tenant whose outlet it is. */
  tenant: string;
  verifiedName: string;
  phoneNumberId: string;
  wabaId: string;
  displayPhoneNumber: string;
  /** Accepted by the simulator, stored by the outlet. */
  accessToken: string;
  /** What the phone shows of the business. */
  profile: { about: string; color: string };
  /** What the phone offers to ask. */
  suggestions: readonly string[];
}

const NUMBERS = [
  {
    tenant: 'acme-corp',
    verifiedName: 'Acme Corp',
    phoneNumberId: '106540352242922',
    wabaId: '102290129340398',
    displayPhoneNumber: '+1 555-010-1001',
    profile: { about: 'Bicycles and e-bikes, made and repaired in Portland', color: '#b4532a' },
  },
  {
    tenant: 'beta-store',
    verifiedName: 'Beta Store',
    phoneNumberId: '106540352242933',
    wabaId: '102290129340409',
    displayPhoneNumber: '+1 555-010-2002',
    profile: { about: 'Speciality coffee, roasted in Lisbon', color: '#6b4a86' },
  },
] as const;

/** The demo numbers of this DATA_DIR: the same in every run. The phone numbers are from the range kept for fiction. */
export const demoNumbers = (secrets: Secrets): DemoNumber[] =>
  NUMBERS.map((number) => ({
    ...number,
    accessToken: `EAA${secrets.derive(`access-token:${number.phoneNumberId}`)}`,
    suggestions: DEMO_TENANTS.find(({ slug }) => slug === number.tenant)?.examples.map(({ question }) => question) ?? [],
  }));
