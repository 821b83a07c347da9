import { Info } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Link } from 'react-router';
import { openApi, session, unwrap } from '../../api/client';
import { Button } from '../../components/button';
import { PasswordField, TextField } from '../../components/field';
import { Form } from '../../components/form';
import { useWords } from '../../i18n/i18n';
import { useSession } from '../../session/session-context';
import { useSecondStep } from '../../session/use-second-step';
import { Splash } from '../../shell/splash';
import { AuthLayout, LINK } from './auth-layout';
import { DemoLogins } from './demo-logins';

const CodeStep = lazy(() => import('./code-step').then((file) => ({ default: file.CodeStep })));

export function SignInPage() {
  const { t } = useWords();
  const state = useSession();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const step = useSecondStep(['email', 'password'], async (code) => {
    session.begin(await unwrap(openApi.POST('/api/v1/auth/login', { body: { email, password, ...code } })));
  });
  const { form } = step;
  if (step.asks) {
    return (
      <Suspense fallback={<Splash />}>
        <CodeStep step={step} email={email} />
      </Suspense>
    );
  }
  return (
    <AuthLayout
      title={t('signIn.title')}
      text={
        <>
          {t('signIn.new')}{' '}
          <Link to="/register" className={LINK}>
            {t('signIn.register')}
          </Link>
        </>
      }
    >
      {state.status === 'signed-out' && state.reason && (
        <p role="status" className="mb-4 flex gap-2.5 rounded-lg bg-info-soft p-3.5 text-info">
          <Info className="mt-0.5 size-5 shrink-0" aria-hidden />
          {t(`ended.${state.reason}`)}
        </p>
      )}
      <Form state={form}>
        <TextField
          label={t('field.email')}
          type="email"
          autoComplete="username"
          autoFocus
          value={email}
          onValue={setEmail}
          error={form.error('email')}
        />
        <PasswordField
          label={t('field.password')}
          autoComplete="current-password"
          value={password}
          onValue={setPassword}
          error={form.error('password')}
        />
        <Button type="submit" busy={form.busy}>
          {t('signIn.action')}
        </Button>
      </Form>
      <p className="mt-5">
        <Link to="/forgot" className={LINK}>
          {t('signIn.forgot')}
        </Link>
      </p>
      <DemoLogins
        onChoose={(login) => {
          form.reset();
          setEmail(login.email);
          setPassword(login.password);
        }}
      />
    </AuthLayout>
  );
}
