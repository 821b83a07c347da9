import { useQuery } from '@tanstack/react-query';
import { api, unwrap } from '../api/client';
import { useTenantId } from '../session/session-context';

/** WhatsApp tells of its review shortly, and the page hears of it live; this is for who does not. */
const REVIEW_MS = 10_000;

/** A template by its id; nothing is asked for while the id is empty. */
export function useTemplate(id: string) {
  const tenantId = useTenantId();
  return useQuery({
    queryKey: ['templates', tenantId, 'one', id],
    queryFn: () => unwrap(api.GET('/api/v1/templates/{id}', { params: { path: { id } } })),
    enabled: id !== '',
    refetchInterval: ({ state }) => (state.data?.status === 'PENDING' ? REVIEW_MS : false),
  });
}
