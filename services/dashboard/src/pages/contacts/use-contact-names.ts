import { useQueries } from '@tanstack/react-query';
import { api, unwrap } from '../../api/client';
import { useTenantId } from '../../session/session-context';

/** Names of contacts, by their ids: campaigns hold nothing of a person. */
export function useContactNames(ids: readonly string[]): ReadonlyMap<string, string> {
  const tenantId = useTenantId();
  const contacts = useQueries({
    queries: ids.map((id) => ({
      queryKey: ['contacts', tenantId, id],
      queryFn: () => unwrap(api.GET('/api/v1/contacts/{id}', { params: { path: { id } } })),
      staleTime: 60_000,
      retry: false,
    })),
  });
  return new Map(contacts.flatMap(({ data }) => (data ? [[data.id, data.name || data.phone || data.userId || data.id] as const] : [])));
}
