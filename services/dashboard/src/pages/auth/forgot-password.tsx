import { MailCheck } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { openApi, unwrap } from '../../api/client';
import { Button } from '../../components/button';
import { TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { EmptyState } from '../../components/layout';
import { useWords } from '../../i18n/i18n';
import { AuthLayout, LINK } from './auth-layout';

export function ForgotPasswordPage() {
  const { t } = useWords();
  const [email, setEmail] = useState('');
  const [sent, setSent] = useState(false);
  const form = useForm(['email'], async () => {
    await unwrap(openApi.POST('/api/v1/auth/password-reset', { body: { email } }));
    setSent(true);
  });
  return (
    <AuthLayout title={t('forgot.title')} text={!sent && t('forgot.text')}>
      {sent ? (
        <div role="status" className="card">
          <EmptyState icon={MailCheck} title={t('forgot.sent')} text={t('forgot.sentText', { email })} />
        </div>
      ) : (
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
          <Button type="submit" busy={form.busy}>
            {t('forgot.action')}
          </Button>
        </Form>
      )}
      <p className="mt-5">
        <Link to="/sign-in" className={LINK}>
          {t('forgot.back')}
        </Link>
      </p>
    </AuthLayout>
  );
}
