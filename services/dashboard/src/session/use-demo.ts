import { useQuery } from '@tanstack/react-query';
import { openApi, unwrap, type Schemas } from '../api/client';
import { toProblem } from '../api/problem';

/** What the demo shows to everybody; undefined in an installation that is none, and until it is known. */
export function useDemo(): Schemas['DemoDto'] | undefined {
  const demo = useQuery({
    queryKey: ['demo'],
    queryFn: async () => {
      try {
        return await unwrap(openApi.GET('/api/v1/demo'));
      } catch (error) {
        if (toProblem(error).status === 404) return null;
        throw error;
      }
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return demo.data ?? undefined;
}
