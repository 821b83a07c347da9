import type { Schemas } from '../../api/client';
import type { Campaign } from './campaign-badge';

/** Where the value of a template's parameter comes from, as the form holds it. */
export interface ParameterDraft {
  from: string;
  attribute: string;
  value: string;
}

type State = NonNullable<NonNullable<Schemas['AudienceDto']>['states']>[number];

/** Whom another broadcast reached so far, in words that people use. */
export const AGAIN = {
  unread: ['sent', 'delivered'],
  unanswered: ['sent', 'delivered', 'read'],
  missed: ['failed', 'skipped'],
  reached: ['delivered', 'read', 'replied'],
} as const satisfies Record<string, readonly State[]>;

const againOf = (states: readonly State[] = []): CampaignDraft['again'] =>
  (Object.keys(AGAIN) as CampaignDraft['again'][]).find((each) => [...AGAIN[each]].sort().join() === [...states].sort().join()) ?? 'unread';

/** What the form of a campaign holds. */
export interface CampaignDraft {
  name: string;
  outletId: string;
  purpose: 'marketing' | 'utility';
  who: 'segment' | 'contacts' | 'campaign';
  segmentId: string;
  contactIds: readonly string[];
  /** Another broadcast, and how far it reached whom this one is for. */
  campaignId: string;
  again: keyof typeof AGAIN;
  templateId: string;
  parameters: Readonly<Record<string, ParameterDraft>>;
  when: 'now' | 'at' | 'local';
  at: string;
  localTime: string;
  date: string;
  holdOutPercent: string;
  isQuiet: boolean;
  quietFrom: string;
  quietTo: string;
  dailyCap: string;
  perSecond: string;
}

export const NEW_CAMPAIGN: CampaignDraft = {
  name: '',
  outletId: '',
  purpose: 'marketing',
  who: 'contacts',
  segmentId: '',
  contactIds: [],
  campaignId: '',
  again: 'unread',
  templateId: '',
  parameters: {},
  when: 'now',
  at: '',
  localTime: '09:00',
  date: '',
  holdOutPercent: '0',
  isQuiet: true,
  quietFrom: '21:00',
  quietTo: '08:00',
  dailyCap: '',
  perSecond: '80',
};

export const NEW_PARAMETER: ParameterDraft = { from: 'text', attribute: '', value: '' };

/** For an input of type `datetime-local`, in the reader's own time. */
const localInput = (at: string): string => {
  const date = new Date(at);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};

function draftOf(plan: unknown): ParameterDraft {
  if (typeof plan === 'string') return { from: 'text', attribute: '', value: plan };
  const { from, fallback = '' } = plan as { from: string; fallback?: string };
  if (!from.startsWith('attributes.')) return { from, attribute: '', value: fallback };
  return { from: 'attribute', attribute: from.slice('attributes.'.length), value: fallback };
}

/** Where the values of a template come from, as the form shows it. */
export const parametersOf = (message: Campaign['message']): Record<string, ParameterDraft> =>
  Object.fromEntries(Object.entries(message?.parameters ?? {}).map(([name, plan]) => [name, draftOf(plan)]));

/** A campaign as the form shows it. */
export function asDraft({ audience, message, schedule, quietHours, ...campaign }: Campaign): CampaignDraft {
  return {
    ...NEW_CAMPAIGN,
    name: campaign.name,
    outletId: campaign.outletId,
    purpose: campaign.purpose,
    who: audience?.campaignId ? 'campaign' : audience?.segmentId ? 'segment' : 'contacts',
    segmentId: audience?.segmentId ?? '',
    contactIds: audience?.contactIds ?? [],
    campaignId: audience?.campaignId ?? '',
    again: againOf(audience?.states),
    templateId: message?.templateId ?? '',
    parameters: parametersOf(message),
    when: schedule?.at ? 'at' : schedule?.localTime ? 'local' : 'now',
    at: schedule?.at ? localInput(schedule.at) : '',
    localTime: schedule?.localTime ?? NEW_CAMPAIGN.localTime,
    date: schedule?.date ?? '',
    holdOutPercent: String(campaign.holdOutPercent),
    isQuiet: quietHours !== null,
    quietFrom: quietHours?.from ?? NEW_CAMPAIGN.quietFrom,
    quietTo: quietHours?.to ?? NEW_CAMPAIGN.quietTo,
    dailyCap: campaign.dailyCap === null ? '' : String(campaign.dailyCap),
    perSecond: String(campaign.perSecond),
  };
}

function planOf({ from, attribute, value }: ParameterDraft): string | { from: string; fallback?: string } {
  if (from === 'text') return value;
  return { from: from === 'attribute' ? `attributes.${attribute.trim()}` : from, ...(value.trim() && { fallback: value }) };
}

/** A template and its values, as the API takes them. @param names of the parameters that the template has */
export const messageOf = ({ templateId, parameters }: Pick<CampaignDraft, 'templateId' | 'parameters'>, names: readonly string[]) => ({
  templateId,
  parameters: Object.fromEntries(names.map((name) => [name, planOf(parameters[name] ?? NEW_PARAMETER)])),
});

function audienceOf({ who, segmentId, contactIds, campaignId, again }: CampaignDraft): Schemas['CampaignBody']['audience'] {
  if (who === 'segment') return segmentId === '' ? null : { segmentId };
  if (who === 'campaign') return campaignId === '' ? null : { campaignId, states: [...AGAIN[again]] };
  return contactIds.length === 0 ? null : { contactIds: [...contactIds] };
}

/** What is sent of a form. @param names of the parameters that the template has */
export function bodyOf(draft: CampaignDraft, names: readonly string[]): Schemas['CampaignBody'] {
  const schedule =
    draft.when === 'at'
      ? { at: draft.at && new Date(draft.at).toISOString() }
      : draft.when === 'local'
        ? { localTime: draft.localTime, ...(draft.date && { date: draft.date }) }
        : null;
  return {
    name: draft.name.trim(),
    type: 'broadcast',
    outletId: draft.outletId,
    purpose: draft.purpose,
    audience: audienceOf(draft),
    message: draft.templateId === '' ? null : messageOf(draft, names),
    schedule,
    holdOutPercent: Number(draft.holdOutPercent),
    quietHours: draft.isQuiet ? { from: draft.quietFrom, to: draft.quietTo } : null,
    dailyCap: draft.dailyCap === '' ? null : Number(draft.dailyCap),
    perSecond: Number(draft.perSecond),
  };
}
