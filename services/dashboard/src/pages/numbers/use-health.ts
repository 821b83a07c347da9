import { queryOptions } from '@tanstack/react-query';
import { api, unwrap, type Schemas } from '../../api/client';
import { useWords } from '../../i18n/i18n';
import { useNumberTexts } from './use-number-texts';

export type NumberHealth = Schemas['NumberHealthDto'];
type Advice = NumberHealth['advice'][number];

/** How a number is, read again and again. */
export const healthOf = (tenantId: string, outletId: string, everyMs: number) =>
  queryOptions({
    queryKey: ['health', tenantId, outletId],
    queryFn: () => unwrap(api.GET('/api/v1/outlets/{id}/health', { params: { path: { id: outletId } } })),
    refetchInterval: everyMs,
  });

export const queuedIn = ({ queued }: Pick<NumberHealth, 'queued'>): number => Object.values(queued).reduce((sum, count) => sum + count, 0);

/** What somebody can do, in the language of the page; the API says it in English, and knows more of the case. */
export function useAdvice(): (advice: Advice) => string {
  const { language } = useWords();
  const n = useNumberTexts();
  return ({ code, message }) => (language === 'en' ? message : n(`advice.${code}`));
}
