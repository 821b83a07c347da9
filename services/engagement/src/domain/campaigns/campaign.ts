import type { AgainState } from './outcome.js';

/** A broadcast says one thing to many; a drip says several things to one, over days. */
export const CAMPAIGN_TYPES = ['broadcast', 'drip'] as const;
export type CampaignType = (typeof CAMPAIGN_TYPES)[number];

export const CAMPAIGN_STATES = ['draft', 'scheduled', 'running', 'paused', 'completed', 'cancelled'] as const;
export type CampaignState = (typeof CAMPAIGN_STATES)[number];

/** Why a campaign is paused: a person did it, or it stopped by itself. */
export const PAUSE_REASONS = ['by_hand', 'too_many_failures', 'quality_fell', 'outlet_off', 'went_wrong'] as const;
export type PauseReason = (typeof PAUSE_REASONS)[number];

export const CAMPAIGN_ACTS = ['start', 'pause', 'resume', 'cancel'] as const;
export type CampaignAct = (typeof CAMPAIGN_ACTS)[number];

/** From which states an act is possible. */
const FROM: Readonly<Record<CampaignAct, readonly CampaignState[]>> = {
  start: ['draft'],
  pause: ['scheduled', 'running'],
  resume: ['paused'],
  cancel: ['scheduled', 'running', 'paused'],
};

/** An act that was done before is done: asking again changes nothing. */
const DONE: Readonly<Record<CampaignAct, readonly CampaignState[]>> = {
  start: ['scheduled', 'running'],
  pause: ['paused'],
  resume: ['running', 'scheduled'],
  cancel: ['cancelled'],
};

/** What an act does to a campaign in a state. */
export const judgeAct = (act: CampaignAct, state: CampaignState): 'do' | 'done' | 'refuse' =>
  FROM[act].includes(state) ? 'do' : DONE[act].includes(state) ? 'done' : 'refuse';

/** Recipients of another campaign who stand so when this one takes them, such as those who have not read it. */
export interface RecipientsOf {
  campaignId: string;
  states: readonly AgainState[];
}

/** Whom a campaign is for: everybody of a segment at the time of sending, these contacts, or recipients of another one. */
export type Audience = { segmentId: string } | { contactIds: readonly string[] } | RecipientsOf;

/** When a broadcast leaves: at an instant, or when the clock of each contact shows a time. */
export type Schedule = { at: string } | { localTime: string; date?: string | undefined };

/** Hours of the contact's day in which nothing is sent. What falls into them leaves at their end. */
export interface QuietHours {
  from: string;
  to: string;
}

/** Where the value of a template's parameter comes from: words, or something known of the contact, with words where it is not known. */
export type ParameterPlan = string | { from: string; fallback?: string | undefined };

export interface TemplatePlan {
  templateId: string;
  parameters: Readonly<Record<string, ParameterPlan>>;
}

/** A template, and others for contacts who speak another language. */
export interface MessagePlan extends TemplatePlan {
  /** By language, such as `es` or `pt_BR`. */
  languages: Readonly<Record<string, TemplatePlan>>;
}

export const DRIP_EVENTS = ['contact_created', 'order_created', 'order_paid', 'checkout_abandoned'] as const;
export type DripEvent = (typeof DRIP_EVENTS)[number];

/** Contacts come into a drip when they come into its segment, get a tag, or when something happens. */
export type EnrolOn = { on: 'segment' } | { on: 'tag'; value: string } | { on: 'event'; value: DripEvent };

/** One text for what brings contacts in, by which drips are found. */
export const entryKey = (entry: EnrolOn): string => ('value' in entry ? `${entry.on}:${entry.value}` : entry.on);

export const CAMPAIGN_PURPOSES = ['marketing', 'utility'] as const;
export type CampaignPurpose = (typeof CAMPAIGN_PURPOSES)[number];

/** How a campaign behaves beside what it says. */
export interface CampaignSettings {
  /** `marketing`: whoever has unsubscribed gets nothing, whatever the template. `utility`: what customers wait for, by templates of this category alone. */
  purpose: CampaignPurpose;
  holdOutPercent: number;
  /** `global`: the same contacts are held out of every campaign that says so. */
  holdOutScope: 'campaign' | 'global';
  quietHours: QuietHours | null;
  /** Promotions a contact may get on one day of theirs, over all campaigns that say so. */
  dailyCap: number | null;
  /** Messages a second at most. */
  perSecond: number;
  /** Over so many minutes the pace grows from a tenth to the whole. */
  rampUpMinutes: number;
  /** The campaign pauses by itself when more than so many percent of at least {@link MIN_SETTLED} messages failed. */
  stopAtPercent: number;
  /** Of a drip: whether a step that is hours late, after an outage or a pause, is sent or skipped. */
  late: 'send' | 'skip';
  /** Of a drip: whether a contact who writes leaves it. */
  exitOnReply: boolean;
  /** Of a drip: whether a contact leaves it when an order of theirs is paid after they came in, or the order that they came in with. */
  exitOnPaid: boolean;
  /** Of a drip: so many days after a contact's way through it has ended they may begin anew; null: never. */
  reenrolAfterDays: number | null;
  /** Of a drip: what brings contacts into it, beside people and programs. */
  enrolOn: EnrolOn | null;
}

export const DEFAULT_SETTINGS: CampaignSettings = {
  purpose: 'marketing',
  holdOutPercent: 0,
  holdOutScope: 'campaign',
  quietHours: null,
  dailyCap: null,
  perSecond: 80,
  rampUpMinutes: 0,
  stopAtPercent: 25,
  late: 'send',
  exitOnReply: true,
  exitOnPaid: false,
  reenrolAfterDays: 0,
  enrolOn: null,
};

/** What a drip, whose steps are due for each contact on their own, has no use for. */
const OF_BROADCASTS = ['holdOutPercent', 'holdOutScope', 'perSecond', 'rampUpMinutes', 'stopAtPercent'] as const;

/** What a broadcast, which says one thing once, has no use for. */
const OF_DRIPS = ['late', 'exitOnReply', 'exitOnPaid', 'reenrolAfterDays', 'enrolOn'] as const;

/** Settings that a campaign of this type would not obey. */
export const uselessSettings = (type: CampaignType, settings: CampaignSettings): (keyof CampaignSettings)[] =>
  (type === 'drip' ? OF_BROADCASTS : OF_DRIPS).filter((name) => settings[name] !== DEFAULT_SETTINGS[name]);

/** What the gate is told of messages of a campaign. What goes to many without a purpose is a promotion, by whichever template. */
export const sentAs = <Class extends 'broadcast' | 'drip'>(
  sendClass: Class,
  { purpose }: CampaignSettings,
): { class: Class; purpose?: 'utility' } => ({ class: sendClass, ...(purpose === 'utility' ? { purpose } : {}) });

/** Messages that must have come to an end before a share of failures says anything. */
export const MIN_SETTLED = 50;
/** From the moment a contact's turn comes, an inbound message counts as a reply for so long. */
export const REPLY_DAYS = 7;

/** Recipients of messages that had come to an end. */
export interface Judged {
  reached: number;
  failed: number;
  optedOut: number;
}

/** What a campaign was when it started: for the audit, and for whoever reads the report later. */
export interface Frozen {
  audience: Audience;
  /** The rule of the segment as it was. */
  expression: unknown;
  message: MessagePlan;
  settings: CampaignSettings;
  schedule: Schedule | null;
  quality: string | null;
  /** Messages that had come to an end when somebody last let it go on. */
  judged?: Judged;
  startedBy: string;
}
