import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrapWithTag, type Schemas } from '../api/client';
import { Problem } from '../api/problem';
import { Button } from '../components/button';
import { Conflict, type Tagged } from '../components/conflict';
import { TextArea, TextField } from '../components/field';
import { Form, useForm } from '../components/form';
import { Card, PageHeader, SkeletonRows } from '../components/layout';
import { ProblemNote } from '../components/problem-note';
import { useToast } from '../components/toast';
import { useWords } from '../i18n/i18n';
import { useTenantId } from '../session/session-context';

type Tenant = Schemas['TenantDto'];

const read = (id: string) => unwrapWithTag(api.GET('/api/v1/tenants/{id}', { params: { path: { id } } }));

export function SettingsPage() {
  const { t } = useWords();
  const id = useTenantId();
  const tenant = useQuery({
    queryKey: ['tenant', id],
    queryFn: () => read(id),
    // Typing is not to be overwritten by what comes in the background; whoever comes back reads anew.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  return (
    <>
      <PageHeader title={t('nav.settings')} text={t('settings.text')} />
      {tenant.isPending && <SkeletonRows rows={4} />}
      {tenant.isError && <ProblemNote problem={tenant.error} retry={() => tenant.refetch()} />}
      {tenant.data && <SettingsForm first={tenant.data} />}
    </>
  );
}

/** As it is typed. */
const draftOf = (tenant: Tenant) => ({
  name: tenant.name,
  domain: tenant.domain ?? '',
  contactEmail: tenant.contactEmail ?? '',
  settings: JSON.stringify(tenant.settings, null, 2),
});
type Draft = ReturnType<typeof draftOf>;
const FIELDS = ['name', 'domain', 'contactEmail', 'settings'] as const;

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text.trim() || '{}');
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function SettingsForm({ first }: { first: Tagged<Tenant> }) {
  const { t, date } = useWords();
  const say = useToast();
  const id = useTenantId();
  const queries = useQueryClient();
  const [{ data, etag }, setRead] = useState(first);
  const [draft, setDraft] = useState(() => draftOf(data));
  const show = (tenant: Tagged<Tenant>) => {
    setRead(tenant);
    setDraft(draftOf(tenant.data));
  };
  const save = async (tag: string | undefined) => {
    const settings = parsed(draft.settings);
    if (!settings) {
      throw new Problem(400, 'validation_failed', t('settings.notJson'), [{ field: 'settings', message: t('settings.notJson') }]);
    }
    const params = { path: { id }, header: tag ? { 'If-Match': tag } : {} };
    const body = { name: draft.name, domain: draft.domain || null, contactEmail: draft.contactEmail || null, settings };
    show(await unwrapWithTag(api.PUT('/api/v1/tenants/{id}', { params, body })));
    say(({ t }) => t('settings.saved'));
    // The name stands at the top of every page.
    await queries.invalidateQueries({ queryKey: ['me'] });
  };
  const form = useForm(FIELDS, () => save(etag));
  const bind = (name: keyof Draft) => ({
    label: t(`settings.${name}`),
    value: draft[name],
    error: form.error(name),
    onValue: (value: string) => setDraft({ ...draft, [name]: value }),
  });
  const facts: [string, React.ReactNode][] = [
    [t('field.slug'), data.slug],
    [t('column.plan'), t(`plan.${data.plan}`)],
    [t('column.since'), date(data.createdAt, 'day')],
  ];
  return (
    <Form
      state={form}
      className="grid max-w-3xl gap-6"
      conflict={
        <Conflict
          form={form}
          read={() => read(id)}
          compare={(theirs) => FIELDS.map((name) => [t(`settings.${name}`), draftOf(theirs)[name], draft[name]])}
          take={show}
          overwrite={(theirs) => save(theirs.etag)}
        />
      }
    >
      <Card title={t('settings.company')}>
        <div className="grid gap-4 sm:grid-cols-2">
          <div className="sm:col-span-2">
            <TextField maxLength={120} autoComplete="organization" {...bind('name')} />
          </div>
          <TextField
            hint={t('settings.domainHint')}
            optional
            maxLength={253}
            autoCapitalize="none"
            autoComplete="off"
            spellCheck={false}
            {...bind('domain')}
          />
          <TextField hint={t('settings.contactEmailHint')} optional type="email" autoComplete="off" {...bind('contactEmail')} />
        </div>
        <dl className="mt-5 grid grid-cols-2 gap-4 border-t border-line pt-4 sm:grid-cols-3">
          {facts.map(([name, value]) => (
            <div key={name} className="min-w-0">
              <dt className="text-sm text-muted">{name}</dt>
              <dd className="break-words">{value}</dd>
            </div>
          ))}
        </dl>
      </Card>
      <Card title={t('settings.own')}>
        <TextArea
          hint={t('settings.settingsHint')}
          optional
          rows={6}
          spellCheck={false}
          autoCapitalize="none"
          autoComplete="off"
          {...bind('settings')}
        />
      </Card>
      <Button type="submit" className="justify-self-start" busy={form.busy}>
        {t('form.save')}
      </Button>
    </Form>
  );
}
