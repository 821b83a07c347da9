import { Problem } from '#service-kit';
import type { TemplateFacts } from '../../domain/templates/template-facts.js';
import type { Decided } from './gate.step.js';

const quotaOf = (quota: Decided['quota']): object => ({ meter: 'messages', limit: quota?.limit, used: quota?.used });

/** What a sender is told of a message that the gate denies: the first reason by its code, and all of them. */
export function refusalOf({ reasons, alternative, quota }: Decided, template: TemplateFacts | undefined): Problem {
  const denials = reasons.filter(({ effect }) => effect === 'denies');
  const { code, message } = denials[0]!;
  const extensions = { reasons: denials.map((reason) => ({ code: reason.code, message: reason.message })), alternative };
  // A value that does not fit is corrected where it was written: the fields are named.
  if (code === 'template_parameters' && template?.known === 'found') {
    const { status, code: invalid, detail, errors } = Problem.invalid([...template.problems]);
    return new Problem(status, invalid, detail, errors, {}, extensions);
  }
  // As whatever else a plan limits is refused.
  if (code === 'quota_exceeded') return new Problem(402, code, message, undefined, {}, { ...quotaOf(quota), ...extensions });
  if (code === 'spending_cap_reached' && quota?.cap) {
    const { capMinor, spentMinor, currency, endsAt } = quota.cap;
    const money = (amountMinor: number): object => ({ amountMinor, currency });
    const of = { ...quotaOf(quota), cap: money(capMinor), spent: money(spentMinor), endsAt };
    return new Problem(402, code, message, undefined, {}, { ...of, ...extensions });
  }
  return new Problem(422, code, message, undefined, {}, extensions);
}
