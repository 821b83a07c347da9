import type { Schemas } from '../../api/client';
import type { Campaign } from '../campaigns/campaign-badge';
import { messageOf, NEW_CAMPAIGN, parametersOf, type CampaignDraft } from '../campaigns/campaign-draft';
import { asGroup, newGroup, toExpression, type DraftGroup } from '../segments/draft';

export type Step = Schemas['StepDto'];

type EnrolOn = NonNullable<Schemas['CampaignBody']['enrolOn']>;

/** What happens to contacts that may bring them in. */
export const DRIP_EVENTS = ['contact_created', 'order_created', 'order_paid', 'checkout_abandoned'] as const;
type DripEvent = (typeof DRIP_EVENTS)[number];

/** What the form of a drip holds. */
export interface DripDraft extends Pick<
  CampaignDraft,
  'name' | 'outletId' | 'purpose' | 'segmentId' | 'isQuiet' | 'quietFrom' | 'quietTo' | 'dailyCap'
> {
  exitOnReply: boolean;
  exitOnPaid: boolean;
  again: 'always' | 'after' | 'never';
  againDays: string;
  late: 'send' | 'skip';
  enters: 'hand' | 'segment' | 'tag' | DripEvent | 'kept';
  tag: string;
  /** What brings contacts in where this page has no words for it: it stays as it is. */
  kept: EnrolOn | null;
}

export const NEW_DRIP: DripDraft = {
  name: '',
  outletId: '',
  purpose: NEW_CAMPAIGN.purpose,
  segmentId: '',
  isQuiet: NEW_CAMPAIGN.isQuiet,
  quietFrom: NEW_CAMPAIGN.quietFrom,
  quietTo: NEW_CAMPAIGN.quietTo,
  dailyCap: '',
  exitOnReply: true,
  exitOnPaid: false,
  again: 'always',
  againDays: '30',
  late: 'send',
  enters: 'hand',
  tag: '',
  kept: null,
};

/** A drip as the form shows it. */
export function dripDraftOf({ audience, quietHours, reenrolAfterDays, enrolOn, ...drip }: Campaign): DripDraft {
  return {
    name: drip.name,
    outletId: drip.outletId,
    purpose: drip.purpose,
    segmentId: audience?.segmentId ?? '',
    isQuiet: quietHours !== null,
    quietFrom: quietHours?.from ?? NEW_DRIP.quietFrom,
    quietTo: quietHours?.to ?? NEW_DRIP.quietTo,
    dailyCap: drip.dailyCap === null ? '' : String(drip.dailyCap),
    exitOnReply: drip.exitOnReply,
    exitOnPaid: drip.exitOnPaid,
    again: reenrolAfterDays === null ? 'never' : reenrolAfterDays === 0 ? 'always' : 'after',
    againDays: reenrolAfterDays ? String(reenrolAfterDays) : NEW_DRIP.againDays,
    late: drip.late,
    enters:
      enrolOn === null ? 'hand' : enrolOn.on === 'event' ? (DRIP_EVENTS.find((each) => each === enrolOn.value) ?? 'kept') : enrolOn.on,
    kept: enrolOn,
    tag: enrolOn?.on === 'tag' ? (enrolOn.value ?? '') : '',
  };
}

function entryOf({ enters, tag, kept }: DripDraft): EnrolOn | null {
  if (enters === 'hand') return null;
  if (enters === 'kept') return kept;
  if (enters === 'segment') return { on: 'segment' };
  return enters === 'tag' ? { on: 'tag', value: tag.trim() } : { on: 'event', value: enters };
}

/** What is sent of a form. */
export const dripBodyOf = (draft: DripDraft): Schemas['CampaignBody'] => ({
  name: draft.name.trim(),
  type: 'drip',
  outletId: draft.outletId,
  purpose: draft.purpose,
  audience: draft.segmentId === '' ? null : { segmentId: draft.segmentId },
  quietHours: draft.isQuiet ? { from: draft.quietFrom, to: draft.quietTo } : null,
  dailyCap: draft.dailyCap === '' ? null : Number(draft.dailyCap),
  exitOnReply: draft.exitOnReply,
  exitOnPaid: draft.exitOnPaid,
  reenrolAfterDays: draft.again === 'never' ? null : draft.again === 'always' ? 0 : Number(draft.againDays),
  late: draft.late,
  enrolOn: entryOf(draft),
});

/** What the form of a step holds. */
export interface StepDraft extends Pick<CampaignDraft, 'templateId' | 'parameters'> {
  stepNumber: string;
  wait: 'amount' | 'at';
  amount: string;
  unit: NonNullable<Schemas['StepDelayDto']['unit']>;
  at: string;
  isConditional: boolean;
  condition: DraftGroup;
}

export const newStep = (stepNumber: number): StepDraft => ({
  stepNumber: String(stepNumber),
  wait: 'amount',
  amount: stepNumber === 1 ? '0' : '1',
  unit: stepNumber === 1 ? 'minutes' : 'days',
  at: '09:00',
  templateId: '',
  parameters: {},
  isConditional: false,
  condition: newGroup(),
});

/** A step as the form shows it. */
export function stepDraftOf({ stepNumber, delay, message, condition }: Step): StepDraft {
  return {
    stepNumber: String(stepNumber),
    wait: delay.at === undefined ? 'amount' : 'at',
    amount: String(delay.amount ?? 1),
    unit: delay.unit ?? 'days',
    at: delay.at ?? '09:00',
    templateId: message.templateId,
    parameters: parametersOf(message),
    isConditional: condition !== null,
    condition: asGroup(condition),
  };
}

/**
 * What is sent of a form.
 *
 * @param names of the parameters that the template has
 * @returns undefined while something is missing
 */
export function stepBodyOf(draft: StepDraft, names: readonly string[]): Schemas['StepBody'] | undefined {
  const condition = draft.isConditional ? toExpression(draft.condition) : null;
  if (condition === undefined || draft.templateId === '') return undefined;
  return {
    stepNumber: Number(draft.stepNumber),
    delay: draft.wait === 'at' ? { at: draft.at } : { amount: Number(draft.amount), unit: draft.unit },
    message: messageOf(draft, names),
    condition,
  };
}
