import { useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { openApi, session, unwrap } from '../../api/client';
import { Button } from '../../components/button';
import { PasswordField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { useWords } from '../../i18n/i18n';
import { AuthLayout, LINK } from './auth-layout';

/** Come to by the link of a mail. */
export function ResetPasswordPage() {
  const { t } = useWords();
  const navigate = useNavigate();
  const [parameters] = useSearchParams();
  const token = parameters.get('token') ?? '';
  const [password, setPassword] = useState('');
  const form = useForm(['password'], async () => {
    await unwrap(openApi.POST('/api/v1/auth/password-reset/confirm', { body: { token, password } }));
    session.end('password-changed');
    await navigate('/sign-in', { replace: true });
  });
  return (
    <AuthLayout title={t('reset.title')} text={token ? t('reset.text') : t('reset.noToken')}>
      {token && (
        <Form state={form}>
          <PasswordField
            label={t('field.newPassword')}
            hint={t('field.passwordHint')}
            autoComplete="new-password"
            autoFocus
            minLength={10}
            value={password}
            onValue={setPassword}
            error={form.error('password')}
          />
          <Button type="submit" busy={form.busy}>
            {t('reset.action')}
          </Button>
        </Form>
      )}
      <p className="mt-5">
        <Link to="/forgot" className={LINK}>
          {t('reset.again')}
        </Link>
      </p>
    </AuthLayout>
  );
}
