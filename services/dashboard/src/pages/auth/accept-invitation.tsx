import { useQuery, useQueryClient } from '@tanstack/react-query';
import { MailX, UserCheck } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { openApi, session, unwrap } from '../../api/client';
import { toProblem } from '../../api/problem';
import { Button } from '../../components/button';
import { PasswordField, TextField } from '../../components/field';
import { Form } from '../../components/form';
import { EmptyState, Skeleton } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useWords } from '../../i18n/i18n';
import { useSecondStep } from '../../session/use-second-step';
import { Splash } from '../../shell/splash';
import { AuthLayout } from './auth-layout';

const CodeStep = lazy(() => import('./code-step').then((file) => ({ default: file.CodeStep })));

/** Come to by the link of a mail: a new person gets an account, one with an account joins with it. */
export function AcceptInvitationPage() {
  const { t, date } = useWords();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [parameters] = useSearchParams();
  const token = parameters.get('token') ?? '';
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [joined, setJoined] = useState(false);
  const preview = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => unwrap(openApi.GET('/api/v1/auth/invitations/{token}', { params: { path: { token } } })),
    enabled: token !== '' && !joined,
    // Accepting ends it: what was read stays on the page.
    staleTime: Number.POSITIVE_INFINITY,
  });
  const step = useSecondStep(['name', 'password'], async (code) => {
    const { nameRequired, passwordRequired } = preview.data ?? {};
    const body = { token, ...(nameRequired && { name }), ...(passwordRequired && { password }), ...code };
    const accepted = await unwrap(openApi.POST('/api/v1/auth/invitations/accept', { body }));
    if (!accepted.session) return setJoined(true);
    // This tab may have been somebody else's.
    queries.clear();
    session.begin(accepted.session);
    await navigate('/', { replace: true });
  });
  const { form } = step;

  if (!token || (preview.isError && toProblem(preview.error).status === 404)) {
    return (
      <AuthLayout title={t('invite.title')}>
        <div className="card">
          <EmptyState icon={MailX} title={t('invite.gone')} text={t('invite.goneText')} action={<ToSignIn text={t('signIn.action')} />} />
        </div>
      </AuthLayout>
    );
  }
  if (preview.isError) {
    return (
      <AuthLayout title={t('invite.title')}>
        <ProblemNote problem={preview.error} retry={() => preview.refetch()} />
      </AuthLayout>
    );
  }
  if (!preview.data) {
    return (
      <AuthLayout title={t('invite.title')}>
        <div role="status" className="grid gap-3">
          <span className="sr-only">{t('loading')}</span>
          <Skeleton className="h-5 w-2/3" />
          <Skeleton className="h-10" />
          <Skeleton className="h-10" />
        </div>
      </AuthLayout>
    );
  }
  const { tenantName, tenantSlug, email, role, expiresAt, nameRequired, passwordRequired, passwordOfAccount } = preview.data;
  if (joined) {
    return (
      <AuthLayout title={t('invite.joined', { tenant: tenantName })} slug={tenantSlug}>
        <div role="status" className="card">
          <EmptyState
            icon={UserCheck}
            title={t('invite.joinedTitle')}
            text={t('invite.joinedText', { email })}
            action={<ToSignIn text={t('signIn.action')} />}
          />
        </div>
      </AuthLayout>
    );
  }
  if (step.asks) {
    return (
      <Suspense fallback={<Splash />}>
        <CodeStep step={step} email={email} slug={tenantSlug} />
      </Suspense>
    );
  }
  return (
    <AuthLayout
      title={t('invite.join', { tenant: tenantName })}
      text={t('invite.text', { email, role: t(`role.${role}`), until: date(expiresAt) })}
      slug={tenantSlug}
    >
      <Form state={form}>
        {nameRequired && (
          <TextField
            label={t('field.yourName')}
            autoComplete="name"
            autoFocus
            maxLength={120}
            value={name}
            onValue={setName}
            error={form.error('name')}
          />
        )}
        {passwordRequired && (
          <>
            <input type="hidden" autoComplete="username" value={email} readOnly />
            <PasswordField
              label={t('field.password')}
              hint={passwordOfAccount ? t('invite.passwordOfAccount', { email }) : t('field.passwordHint')}
              autoComplete={passwordOfAccount ? 'current-password' : 'new-password'}
              minLength={passwordOfAccount ? undefined : 10}
              value={password}
              onValue={setPassword}
              error={form.error('password')}
            />
          </>
        )}
        <Button type="submit" busy={form.busy}>
          {t('invite.action')}
        </Button>
      </Form>
    </AuthLayout>
  );
}

const ToSignIn = ({ text }: { text: string }) => (
  <Button asChild>
    <Link to="/sign-in">{text}</Link>
  </Button>
);
