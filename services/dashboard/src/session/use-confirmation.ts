import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap } from '../api/client';
import { toProblem } from '../api/problem';
import { useToast } from '../components/toast';
import { useSigned } from './session-context';

/** Asks for another mail with the link that confirms one's own address, and says how that went. */
export function useConfirmation(): { busy: boolean; send: () => void } {
  const { me } = useSigned();
  const say = useToast();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const send = () => {
    setBusy(true);
    unwrap(api.POST('/api/v1/auth/email-confirmation'))
      .then(() => say(({ t }) => t('confirm.sent', { email: me.email })))
      .catch((error: unknown) => {
        const problem = toProblem(error);
        // Confirmed meanwhile, on another device: what asks for it goes away.
        if (problem.code === 'already_confirmed') return queries.invalidateQueries({ queryKey: ['me'] });
        return say(({ explain }) => explain(problem), 'bad');
      })
      .finally(() => setBusy(false));
  };
  return { busy, send };
}
