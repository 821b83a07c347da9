export const STAGE_KINDS = ['open', 'won', 'lost'] as const;
export type StageKind = (typeof STAGE_KINDS)[number];

/** Where a lead may stand; `won` and `lost` end it. */
export interface Stage {
  id: string;
  name: string;
  kind: StageKind;
}

/** Stages of a company that has made none of its own. */
export const DEFAULT_STAGES: readonly Omit<Stage, 'id'>[] = [
  { name: 'New', kind: 'open' },
  { name: 'Contacted', kind: 'open' },
  { name: 'Qualified', kind: 'open' },
  { name: 'Won', kind: 'won' },
  { name: 'Lost', kind: 'lost' },
];
export const MAX_STAGES = 20;
/** How far the leads of a stage are counted. */
export const MAX_COUNTED = 1_000;

export const LEAD_SOURCES = ['hand', 'conversation', 'api'] as const;
export type LeadSource = (typeof LEAD_SOURCES)[number];

/** In the smallest unit of the currency. */
export interface LeadValue {
  amountMinor: number;
  /** ISO 4217 */
  currency: string;
}

/** A person who may buy. */
export interface Lead {
  id: string;
  contactId: string;
  /** Null where the contact has none, or is forgotten. */
  contactName: string | null;
  stageId: string;
  ownerId: string | null;
  source: LeadSource;
  value: LeadValue | null;
  note: string | null;
  version: number;
  closedAt: string | null;
  movedAt: string;
  createdAt: string;
}

export interface LeadMove {
  from: string | null;
  to: string;
  by: { kind: string; id: string };
  at: string;
}
