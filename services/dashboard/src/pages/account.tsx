import '../i18n/account-page';
import { useQueryClient } from '@tanstack/react-query';
import { ArrowRight, Building2, CircleCheck, MailWarning } from 'lucide-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { api, session, unwrap } from '../api/client';
import { Badge } from '../components/badge';
import { Button } from '../components/button';
import { PasswordField, SelectField, TextField } from '../components/field';
import { Form, useForm } from '../components/form';
import { Card, EmptyState, PageHeader } from '../components/layout';
import { useToast } from '../components/toast';
import { LANGUAGES, useWords, type Language } from '../i18n/i18n';
import { useSigned } from '../session/session-context';
import { Devices } from './account-sessions';
import { TwoFactor } from './account-two-factor';

/** What belongs to the person and to no company. */
export function AccountPage() {
  const { t } = useWords();
  return (
    <>
      <PageHeader title={t('nav.account')} text={t('account.text')} />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <Profile />
        <Password />
        <TwoFactor />
        <Companies />
        <Devices />
      </div>
    </>
  );
}

function Profile() {
  const { t, language, choose } = useWords();
  const { me } = useSigned();
  const say = useToast();
  const queries = useQueryClient();
  const [name, setName] = useState(me.name);
  const form = useForm(['name'], async () => {
    queries.setQueryData(['me'], await unwrap(api.PUT('/api/v1/auth/me', { body: { name } })));
    say(({ t }) => t('account.saved'));
  });
  return (
    <Card title={t('account.profile')}>
      <Form state={form}>
        <TextField
          label={t('field.yourName')}
          autoComplete="name"
          maxLength={120}
          value={name}
          onValue={setName}
          error={form.error('name')}
        />
        <div>
          <p className="text-sm font-medium">{t('field.email')}</p>
          <p className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1.5">
            <span className="break-all">{me.email}</span>
            <Badge tone={me.emailConfirmed ? 'good' : 'warn'}>
              {me.emailConfirmed ? <CircleCheck aria-hidden /> : <MailWarning aria-hidden />}
              {t(me.emailConfirmed ? 'account.confirmed' : 'account.unconfirmed')}
            </Badge>
          </p>
        </div>
        <SelectField
          label={t('language.label')}
          hint={t('account.languageHint')}
          value={language}
          onValue={(value) => choose(value as Language)}
          options={Object.entries(LANGUAGES)}
        />
        <Button type="submit" className="justify-self-start" busy={form.busy}>
          {t('form.save')}
        </Button>
      </Form>
    </Card>
  );
}

function Password() {
  const { t, explain } = useWords();
  const { me } = useSigned();
  const say = useToast();
  const [currentPassword, setCurrentPassword] = useState('');
  const [newPassword, setNewPassword] = useState('');
  const form = useForm(['currentPassword', 'newPassword'], async () => {
    const { refreshToken } = session;
    // This sign-in goes on; every other ends.
    const body = { currentPassword, newPassword, ...(refreshToken && { refreshToken }) };
    await unwrap(api.PUT('/api/v1/auth/me', { body }));
    say(({ t }) => t('account.passwordChanged'));
    setCurrentPassword('');
    setNewPassword('');
  });
  const wrong = form.problem?.code === 'wrong_password';
  return (
    <Card title={t('account.password')}>
      <Form state={form}>
        <input type="hidden" autoComplete="username" value={me.email} readOnly />
        <PasswordField
          label={t('account.currentPassword')}
          autoComplete="current-password"
          value={currentPassword}
          onValue={setCurrentPassword}
          error={wrong && form.problem ? explain(form.problem) : form.error('currentPassword')}
        />
        <PasswordField
          label={t('field.newPassword')}
          hint={t('field.passwordHint')}
          autoComplete="new-password"
          minLength={10}
          value={newPassword}
          onValue={setNewPassword}
          error={form.error('newPassword')}
        />
        <p className="text-sm text-muted">{t('account.passwordText')}</p>
        <Button type="submit" className="justify-self-start" busy={form.busy}>
          {t('account.changePassword')}
        </Button>
      </Form>
    </Card>
  );
}

function Companies() {
  const { t } = useWords();
  const { me, tenantId, choose } = useSigned();
  const navigate = useNavigate();
  return (
    <Card title={t('account.companies')}>
      {me.tenants.length === 0 && (
        <EmptyState
          icon={Building2}
          title={t(me.superadmin ? 'role.superadmin' : 'guard.noTenant')}
          text={t(me.superadmin ? 'account.superadminText' : 'guard.ask')}
        />
      )}
      <ul className="grid divide-y divide-line">
        {me.tenants.map((tenant) => (
          <li key={tenant.id} className="flex items-center gap-3 py-3 first:pt-0 last:pb-0">
            <div className="min-w-0 grow">
              <p className="truncate font-medium">{tenant.name}</p>
              <p className="truncate text-sm text-muted">{tenant.slug}</p>
            </div>
            <Badge tone={tenant.role === 'owner' ? 'brand' : 'neutral'}>{t(`role.${tenant.role}`)}</Badge>
            {tenant.id !== tenantId && (
              <Button
                variant="ghost"
                size="small"
                aria-label={t('tenants.actForName', { name: tenant.name })}
                onClick={() => {
                  choose(tenant);
                  void navigate('/');
                }}
              >
                {t('tenants.actFor')}
                <ArrowRight aria-hidden />
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
