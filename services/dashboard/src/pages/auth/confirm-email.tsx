import { useQueryClient } from '@tanstack/react-query';
import { MailCheck, MailX, UserX } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { api, openApi, session, unwrap } from '../../api/client';
import { toProblem, type Problem } from '../../api/problem';
import { Button } from '../../components/button';
import { EmptyState, Skeleton } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useWords } from '../../i18n/i18n';
import { useSigned } from '../../session/session-context';
import { useConfirmation } from '../../session/use-confirmation';
import { AuthLayout } from './auth-layout';

/** Come to by the link of a mail, signed in: the link alone would confirm a stranger's account for them. */
export function ConfirmEmailPage() {
  const { t } = useWords();
  const { me } = useSigned();
  const queries = useQueryClient();
  const [parameters] = useSearchParams();
  const token = parameters.get('token') ?? '';
  const [done, setDone] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const again = useConfirmation();
  const used = useRef(false);

  const confirm = useCallback(async () => {
    setProblem(undefined);
    try {
      await unwrap(api.POST('/api/v1/auth/email-confirmation/confirm', { body: { token } }));
      setDone(true);
      await queries.invalidateQueries({ queryKey: ['me'] });
    } catch (error) {
      setProblem(toProblem(error));
    }
  }, [token, queries]);
  useEffect(() => {
    // The link works once, and an effect may run twice.
    if (used.current || !token) return;
    used.current = true;
    void confirm();
  }, [confirm, token]);

  const signInAsOther = () => {
    const { refreshToken } = session;
    session.end('other-account');
    if (refreshToken) void openApi.POST('/api/v1/auth/logout', { body: { refreshToken } }).catch(() => undefined);
  };
  const gone = !token || problem?.code === 'invalid_confirmation_token';
  const home = (
    <Button asChild>
      <Link to="/">{t('notFound.home')}</Link>
    </Button>
  );
  return (
    <AuthLayout title={t('confirm.title')}>
      {done || (gone && me.emailConfirmed) ? (
        <div role="status" className="card">
          <EmptyState icon={MailCheck} title={t('confirm.done')} text={t('confirm.doneText', { email: me.email })} action={home} />
        </div>
      ) : problem?.code === 'other_account' ? (
        <div role="alert" className="card">
          <EmptyState
            icon={UserX}
            title={t('confirm.other')}
            text={t('confirm.otherText', { email: me.email })}
            action={<Button onClick={signInAsOther}>{t('confirm.otherAction')}</Button>}
          />
        </div>
      ) : gone ? (
        <div role="alert" className="card">
          <EmptyState
            icon={MailX}
            title={t('confirm.gone')}
            text={t('confirm.goneText')}
            action={
              <Button busy={again.busy} onClick={again.send}>
                {t('confirm.again')}
              </Button>
            }
          />
        </div>
      ) : problem ? (
        <ProblemNote problem={problem} retry={confirm} />
      ) : (
        <div role="status" className="grid gap-3">
          <span className="sr-only">{t('loading')}</span>
          <Skeleton className="h-5 w-2/3" />
          <Skeleton className="h-10" />
        </div>
      )}
    </AuthLayout>
  );
}
