import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, unwrap, type Schemas } from '../../api/client';
import { nextCursor, pageQuery } from '../../components/listing';
import { leadTexts } from '../../i18n/leads';
import { useTexts } from '../../i18n/use-texts';
import { useTenantId } from '../../session/session-context';

export type Lead = Schemas['LeadDto'];
export type Stage = Schemas['StageDto'];

export const useLeadTexts = () => useTexts(leadTexts);

export function useStages() {
  const tenantId = useTenantId();
  return useQuery({ queryKey: ['leads', tenantId, 'stages'], queryFn: () => unwrap(api.GET('/api/v1/lead-stages')) });
}

/** The leads of a stage, newest first. @param ownerId of one person; everybody's where absent */
export function useLeads(stageId: string, ownerId: string | undefined) {
  const tenantId = useTenantId();
  return useInfiniteQuery({
    queryKey: ['leads', tenantId, 'of', stageId, ownerId],
    queryFn: ({ pageParam }) =>
      unwrap(api.GET('/api/v1/leads', { params: { query: { ...pageQuery(pageParam), limit: 20, stageId, ...(ownerId && { ownerId }) } } })),
    initialPageParam: '',
    getNextPageParam: nextCursor,
  });
}

/** The people of the company, by their ids. */
export function usePeople(): ReadonlyMap<string, string> {
  const tenantId = useTenantId();
  const people = useQuery({
    queryKey: ['people', tenantId],
    queryFn: () => unwrap(api.GET('/api/v1/tenants/{id}/users', { params: { path: { id: tenantId }, query: { limit: 200 } } })),
    staleTime: 60_000,
  });
  return new Map(people.data?.items.map(({ id, name }) => [id, name] as const));
}
