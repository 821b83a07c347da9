import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { useTenantId } from '../../session/session-context';
import { usePlanTexts } from './use-plan-texts';

const PLANS = ['free', 'starter', 'growth', 'enterprise'] as const;
const LOOK_EVERY_MS = 1_000;
/** How long a payment may take to be told here, until the page no longer asks every second. */
const SETTLES_WITHIN_MS = 60_000;

/**
 * Says once what became of a checkout from which somebody comes back (`?checkout=&plan=`), and asks until the plan is there.
 *
 * @param present the plan as it is now
 * @returns whether a payment is being confirmed
 */
export function useReturn(present: string | undefined): boolean {
  const { t } = useWords();
  const p = usePlanTexts();
  const say = useToast();
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const [search, setSearch] = useSearchParams();
  const [awaited, setAwaited] = useState<(typeof PLANS)[number]>();
  const outcome = search.get('checkout');
  const bought = PLANS.find((name) => name === search.get('plan'));

  useEffect(() => {
    if (outcome === null) return;
    setSearch({}, { replace: true });
    if (outcome === 'done') setAwaited(bought);
    else say(() => p('plan.cancelled'));
  }, [outcome, bought, setSearch, say, p]);

  const isThere = awaited !== undefined && awaited === present;
  useEffect(() => {
    if (!isThere) return;
    say(() => p('plan.bought', { plan: t(`plan.${awaited}`) }));
    setAwaited(undefined);
  }, [isThere, awaited, say, p, t]);

  useEffect(() => {
    if (awaited === undefined) return undefined;
    const look = setInterval(() => {
      void queries.invalidateQueries({ queryKey: ['quota', tenantId] });
      void queries.invalidateQueries({ queryKey: ['payments', tenantId] });
    }, LOOK_EVERY_MS);
    const end = setTimeout(() => setAwaited(undefined), SETTLES_WITHIN_MS);
    return () => {
      clearInterval(look);
      clearTimeout(end);
    };
  }, [awaited, queries, tenantId]);
  return awaited !== undefined;
}
