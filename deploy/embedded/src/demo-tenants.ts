import type { Secrets } from './secrets.js';

/** What the demo tenants are made of; the knowledge itself is in `deploy/embedded/demo/<slug>.md`. */
export interface DemoTenant {
  slug: string;
  name: string;
  language: string;
  /** Who the people of each role are. */
  people: Record<(typeof DEMO_ROLES)[number], string>;
  knowledgeBase: string;
  /** Whether a shop of it is connected, with orders. */
  hasShop?: true;
  /** Questions that the published knowledge answers, and a piece of the right answer. */
  examples: { question: string; answerContains: string }[];
}

export const DEMO_TENANTS: readonly DemoTenant[] = [
  {
    slug: 'acme-corp',
    name: 'Acme Corp',
    language: 'en',
    people: { owner: 'Rosa Quispe', agent: 'Luis Ortega', viewer: 'Nina Weber' },
    knowledgeBase: 'Customer guide',
    hasShop: true,
    examples: [
      { question: 'What are your opening hours?', answerContains: '9:00 to 18:00' },
      { question: 'How long does standard shipping take?', answerContains: '3 to 5 business days' },
      { question: 'How long is the warranty on a frame?', answerContains: '10-year warranty' },
      { question: 'How much does a basic service cost?', answerContains: '49 dollars' },
    ],
  },
  {
    slug: 'beta-store',
    name: 'Beta Store',
    language: 'en',
    people: { owner: 'Amara Okafor', agent: 'Jonas Lind', viewer: 'Mei Tan' },
    knowledgeBase: 'Help',
    examples: [
      { question: 'What are your opening hours?', answerContains: '7:30 to 20:00' },
      { question: 'How much does a coffee subscription cost?', answerContains: '14 euros a month' },
      { question: 'Do you have decaf?', answerContains: 'Colombia El Vergel' },
      { question: 'How much coffee for a French press?', answerContains: '35 g' },
    ],
  },
];

/** Two people of each role of a demo tenant: `owner@acme-corp.example`. */
export const DEMO_ROLES = ['owner', 'agent', 'viewer'] as const;

export interface DemoLogin {
  company: string;
  email: string;
  password: string;
  role: (typeof DEMO_ROLES)[number];
}

/** Who signs in to the demo tenants: the same in every run of this DATA_DIR. */
export const demoLogins = (secrets: Pick<Secrets, 'derive'>): DemoLogin[] =>
  DEMO_TENANTS.flatMap(({ slug, name }) =>
    DEMO_ROLES.map((role) => {
      const email = `${role}@${slug}.example`;
      return { company: name, email, password: secrets.derive(`password:${email}`, 12), role };
    }),
  );
