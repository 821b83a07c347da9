import { useMutation, useQuery } from '@tanstack/react-query';
import { api, unwrap, type Schemas } from '../../api/client';
import { useTenantId } from '../../session/session-context';

/** How the company pays. */
export function usePayments() {
  const tenantId = useTenantId();
  return useQuery({
    queryKey: ['payments', tenantId],
    queryFn: () => unwrap(api.GET('/api/v1/billing/tenants/{tenantId}/payments', { params: { path: { tenantId } } })),
    refetchInterval: 30_000,
  });
}

/** Buys a plan, and goes where it is paid. */
export async function buy(tenantId: string, plan: Schemas['PlanName']): Promise<void> {
  const { url } = await unwrap(api.POST('/api/v1/billing/tenants/{tenantId}/checkout', { params: { path: { tenantId } }, body: { plan } }));
  window.location.assign(url);
}

/** Goes to the page of the payment method. */
export function usePortal() {
  const tenantId = useTenantId();
  return useMutation({
    mutationFn: async () => {
      const { url } = await unwrap(api.POST('/api/v1/billing/tenants/{tenantId}/portal', { params: { path: { tenantId } } }));
      window.location.assign(url);
    },
  });
}
