import { useQuery } from '@tanstack/react-query';
import { api, unwrap } from '../../api/client';
import { useTenantId } from '../../session/session-context';

/** The attributes of contacts that have a type; none while they are read. */
export function useAttributes() {
  const tenantId = useTenantId();
  return useQuery({
    queryKey: ['contact-attributes', tenantId],
    queryFn: () => unwrap(api.GET('/api/v1/contact-attributes')),
    staleTime: 60_000,
  });
}
