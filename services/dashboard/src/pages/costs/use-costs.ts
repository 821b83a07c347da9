import { useQuery } from '@tanstack/react-query';
import { api, unwrap, type Schemas } from '../../api/client';
import { useTenantId } from '../../session/session-context';
import type { Days } from '../overview-range';

export type CostItem = Schemas['CostItemDto'];
export type CostGroup = Schemas['CostGroup'];

/** What the messages and answers of some days cost. */
export function useCosts(days: Days, groupBy: CostGroup) {
  const tenantId = useTenantId();
  return useQuery({
    queryKey: ['costs', tenantId, days, groupBy],
    queryFn: () =>
      unwrap(api.GET('/api/v1/billing/tenants/{tenantId}/costs', { params: { path: { tenantId }, query: { ...days, groupBy } } })),
    refetchInterval: 30_000,
  });
}
