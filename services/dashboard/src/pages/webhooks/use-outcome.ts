import type { Schemas } from '../../api/client';
import { useWords, type Words } from '../../i18n/i18n';

type Attempt = Pick<Schemas['WebhookAttemptDto'], 'statusCode' | 'error'>;

const ERRORS = ['timeout', 'refused', 'unknown_host', 'certificate', 'private_address', 'address', 'secret', 'connection'] as const;

/** What became of an attempt, in words. */
export function useOutcome(): (attempt: Attempt, words?: Pick<Words, 't'>) => string {
  const own = useWords();
  return ({ statusCode, error }, { t } = own) => {
    const known = ERRORS.find((each) => each === error);
    if (known) return t(`webhooks.error.${known}`);
    return statusCode === null ? t('webhooks.notYet') : t('webhooks.answered', { status: String(statusCode) });
  };
}
