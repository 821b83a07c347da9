import { useQuery } from '@tanstack/react-query';
import { api, unwrap } from '../../api/client';

/** Whether the end of a company is near; asked again when somebody comes back to the page. */
export const useDeletion = (id: string) =>
  useQuery({
    queryKey: ['deletion', id],
    queryFn: () => unwrap(api.GET('/api/v1/tenants/{id}/deletion', { params: { path: { id } } })),
    staleTime: 60_000,
  });
