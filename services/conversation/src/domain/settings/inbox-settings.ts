import { responseDue, type BusinessHours } from './business-hours.js';

export const ASSIGNMENTS = ['manual', 'round_robin', 'least_busy'] as const;
export type Assignment = (typeof ASSIGNMENTS)[number];

/** How people work on an inbox (one outlet). */
export interface InboxSettings {
  /** Who gets a conversation that waits: the person who takes it, the one who was given none for longest, the one with the fewest. */
  assignment: Assignment;
  /** Whose people those are; everybody who may write where it is null. */
  teamId: string | null;
  /** An agent with this many open conversations gets no more. */
  mostPerAgent: number;
  /** Seconds in which a person is to write after a handoff; null promises nothing. */
  firstResponseSeconds: number | null;
  /** Seconds within which an agent should answer a customer. */
  nextResponseSeconds: number | null;
  escalationTeamId: string | null;
  /** What the customer is told when nobody wrote in time; null says nothing. */
  escalationMessage: string | null;
  /** What a customer who needs a person is told outside business hours; null says nothing of it. */
  awayMessage: string | null;
  /** The bot answers in groups, into the group; otherwise people do. */
  botInGroups: boolean;
}

export const DEFAULT_INBOX_SETTINGS: InboxSettings = {
  assignment: 'manual',
  teamId: null,
  mostPerAgent: 20,
  firstResponseSeconds: null,
  nextResponseSeconds: null,
  escalationTeamId: null,
  escalationMessage: null,
  awayMessage: null,
  botInGroups: false,
};

/** All that decides what becomes of a conversation that needs a person. */
export interface InboxRules extends InboxSettings {
  businessHours: BusinessHours | undefined;
  /** The tenant's own words for a handoff. */
  handoffMessage: string | null;
  language: string | null;
}

export const firstResponseDue = (rules: InboxRules, now: Date): string | null =>
  responseDue(rules.firstResponseSeconds, rules.businessHours, now);
export const nextResponseDue = (rules: InboxRules, now: Date): string | null =>
  responseDue(rules.nextResponseSeconds, rules.businessHours, now);
