import { lazy, Suspense, useState } from 'react';
import { Link } from 'react-router';
import { openApi, session, unwrap } from '../../api/client';
import { Button } from '../../components/button';
import { PasswordField, TextField } from '../../components/field';
import { Form } from '../../components/form';
import { useWords } from '../../i18n/i18n';
import { useSecondStep } from '../../session/use-second-step';
import { Splash } from '../../shell/splash';
import { AuthLayout, LINK } from './auth-layout';

const CodeStep = lazy(() => import('./code-step').then((file) => ({ default: file.CodeStep })));

export function RegisterPage() {
  const { t } = useWords();
  const [tenantName, setTenantName] = useState('');
  const [slug, setSlug] = useState('');
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const step = useSecondStep(['tenantName', 'slug', 'name', 'email', 'password'], async (code) => {
    const body = { tenantName, name, email, password, ...(slug && { slug }), ...code };
    session.begin(await unwrap(openApi.POST('/api/v1/auth/register', { body })));
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
      title={t('register.title')}
      text={
        <>
          {t('register.have')}{' '}
          <Link to="/sign-in" className={LINK}>
            {t('signIn.action')}
          </Link>
        </>
      }
    >
      <Form state={form}>
        <TextField
          label={t('field.company')}
          autoComplete="organization"
          maxLength={120}
          value={tenantName}
          onValue={setTenantName}
          error={form.error('tenantName')}
        />
        <TextField
          label={t('field.slug')}
          hint={t('register.slugHint')}
          optional
          maxLength={63}
          autoCapitalize="none"
          spellCheck={false}
          value={slug}
          onValue={setSlug}
          error={form.error('slug')}
        />
        <TextField
          label={t('field.yourName')}
          autoComplete="name"
          maxLength={120}
          value={name}
          onValue={setName}
          error={form.error('name')}
        />
        <TextField
          label={t('field.workEmail')}
          type="email"
          autoComplete="username"
          value={email}
          onValue={setEmail}
          error={form.error('email')}
        />
        <PasswordField
          label={t('field.password')}
          hint={t('field.passwordHint')}
          autoComplete="new-password"
          minLength={10}
          value={password}
          onValue={setPassword}
          error={form.error('password')}
        />
        <Button type="submit" busy={form.busy}>
          {t('register.action')}
        </Button>
      </Form>
    </AuthLayout>
  );
}
