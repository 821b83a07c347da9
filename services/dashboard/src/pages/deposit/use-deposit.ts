import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api, unwrap, type Schemas } from '../../api/client';
import { nextCursor, pageQuery } from '../../components/listing';
import { depositEn } from '../../i18n/deposit.en';
import { depositEs } from '../../i18n/deposit.es';
import { useTexts } from '../../i18n/use-texts';
import { useTenantId } from '../../session/session-context';

const TEXTS = { en: depositEn, es: depositEs };

export const useDepositTexts = () => useTexts(TEXTS);

export type Entry = Schemas['LedgerTransferDto'];

/** Of the company: what the deposit holds, as of a moment ago. */
export function useQuota() {
  const tenantId = useTenantId();
  return useQuery({
    queryKey: ['quota', tenantId],
    queryFn: () => unwrap(api.GET('/api/v1/billing/tenants/{tenantId}/quota', { params: { path: { tenantId } } })),
    refetchInterval: 30_000,
  });
}

/** How much may be spent a day, and was today. */
export function useSpending() {
  const tenantId = useTenantId();
  return useQuery({
    queryKey: ['spending-cap', tenantId],
    queryFn: () => unwrap(api.GET('/api/v1/billing/tenants/{tenantId}/spending-cap', { params: { path: { tenantId } } })),
    refetchInterval: 30_000,
  });
}

/** What moved the company's money, the newest first. */
export function useEntries() {
  const tenantId = useTenantId();
  return useInfiniteQuery({
    queryKey: ['deposit-entries', tenantId],
    queryFn: ({ pageParam }) =>
      unwrap(api.GET('/api/v1/billing/tenants/{tenantId}/ledger', { params: { path: { tenantId }, query: pageQuery(pageParam) } })),
    initialPageParam: '',
    getNextPageParam: nextCursor,
  });
}

/** Reads again all that a movement of money changes. */
export function useMoved(): (options?: { cancelRefetch: boolean }) => Promise<void> {
  const queries = useQueryClient();
  const tenantId = useTenantId();
  return useCallback(
    async (options?: { cancelRefetch: boolean }) => {
      await Promise.all(
        ['quota', 'spending-cap', 'deposit-entries', 'quota-warnings'].map((name) =>
          queries.invalidateQueries({ queryKey: [name, tenantId] }, options),
        ),
      );
    },
    [queries, tenantId],
  );
}
