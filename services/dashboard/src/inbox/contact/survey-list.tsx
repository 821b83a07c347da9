import { useQuery } from '@tanstack/react-query';
import { Star } from 'lucide-react';
import { useWords } from '../../i18n/i18n';
import { useAgo } from '../../i18n/use-ago';
import type { Conversation } from '../data/contract';
import { useInbox } from '../data/inbox-context';
import { inbox } from '../data/requests';
import { useNames } from '../data/use-inbox-data';
import { Section } from './section';

/** What the customer was asked after closing, and what they answered. Read anew with the lines of the thread. */
export function SurveyList({ conversation: { id } }: { conversation: Conversation }) {
  const { t } = useWords();
  const ago = useAgo();
  const names = useNames();
  const { cache } = useInbox();
  const surveys = useQuery({ queryKey: [...cache.keys.activities(id), 'surveys'], queryFn: () => inbox.surveys(id), staleTime: 60_000 });
  if (!surveys.data?.length) return null;
  return (
    <Section title={t('contact.surveys')}>
      <ul className="grid gap-2">
        {surveys.data.map(({ id: surveyId, agentId, rating, comment, askedAt, ratedAt }) => (
          <li key={surveyId} className="rounded-lg bg-raised p-2.5 text-sm">
            <p className="flex items-center gap-1.5 font-medium">
              <Star className="size-4 shrink-0 text-brand-ink" aria-hidden />
              {rating === null ? t('survey.unanswered') : t('survey.rated', { rating })}
            </p>
            {comment && (
              <p dir="auto" className="mt-0.5 break-words whitespace-pre-line">
                {comment}
              </p>
            )}
            <p className="mt-0.5 text-xs text-muted">
              {agentId === null ? t('satisfaction.assistant') : (names(agentId) ?? t('satisfaction.gone'))} ·{' '}
              {ratedAt ? ago(ratedAt) : t('survey.askedAt', { when: ago(askedAt) })}
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
