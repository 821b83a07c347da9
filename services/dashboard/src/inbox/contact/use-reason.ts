import { useWords } from '../../i18n/i18n';

const REASONS = [
  'customer_asked',
  'no_answer',
  'requested',
  'escalation_keyword',
  'unsupported_message',
  'unseen_attachment',
  'plan_limit',
  'phone_app',
  'group',
  'off_topic',
  'ungrounded_answer',
  'unsafe_answer',
  'sla_missed',
  'assignee_gone',
  'flow',
] as const;

/** Why a person is needed, in words; what a program gave as its reason, as it came. */
export function useReason(): (reason: string) => string {
  const { t } = useWords();
  return (reason) => {
    const known = REASONS.find((each) => each === reason);
    if (known) return t(`handoff.${known}`);
    return reason.startsWith('model_') ? t('handoff.model') : reason;
  };
}
