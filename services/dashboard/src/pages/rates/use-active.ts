import { useQuery } from '@tanstack/react-query';
import { api, unwrap } from '../../api/client';

/** The prices that hold on a day, in UTC. */
export const useActive = (date: string) =>
  useQuery({
    queryKey: ['rates', 'active', date],
    queryFn: () => unwrap(api.GET('/api/v1/billing/rate-cards/active', { params: { query: { date } } })),
  });

export const todayInUtc = (): string => new Date().toISOString().slice(0, 10);
