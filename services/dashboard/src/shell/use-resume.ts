import { useCallback, useEffect, useState } from 'react';
import { session } from '../api/client';

/** Takes up the sign-in of before the reload. @returns why it could not be found out, where nobody answered */
export function useResume(): { error: unknown; retry: () => void } | undefined {
  const [error, setError] = useState<unknown>();
  const resume = useCallback(() => {
    setError(undefined);
    session.resume().catch(setError);
  }, []);
  useEffect(resume, [resume]);
  return error ? { error, retry: resume } : undefined;
}
