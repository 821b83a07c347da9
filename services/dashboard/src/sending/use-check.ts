import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import { useTenantId } from '../session/session-context';
import { checkMessage, type CheckQuery } from './requests';
import { useDebounced } from './use-debounced';

const STILL_MS = 400;
/** What decides changes by itself too: a window closes, somebody opts out, a hold is lifted. */
const AGAIN_MS = 60_000;

/**
 * What the gate says of a message, as it is written.
 *
 * @param asked undefined while there is nothing to ask @returns the answer, and whether it is to an earlier question
 */
export function useCheck(asked: CheckQuery | undefined) {
  const tenantId = useTenantId();
  // By its words: an equal question is the same one.
  const question = asked && JSON.stringify(asked);
  const settled = useDebounced(question, STILL_MS);
  const answer = useQuery({
    queryKey: ['messages', tenantId, 'check', settled],
    queryFn: settled ? () => checkMessage(JSON.parse(settled) as CheckQuery) : skipToken,
    placeholderData: settled ? keepPreviousData : undefined,
    refetchInterval: AGAIN_MS,
    staleTime: 0,
  });
  return { answer, isOld: answer.isPlaceholderData || question !== settled };
}
