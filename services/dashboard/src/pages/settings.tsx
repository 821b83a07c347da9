import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, unwrapWithTag } from '../api/client';
import { Button } from '../components/button';
import type { Tagged } from '../components/conflict';
import { SelectField, TextField } from '../components/field';
import { Form } from '../components/form';
import { Card, PageHeader, SkeletonRows } from '../components/layout';
import { ProblemNote } from '../components/problem-note';
import { useSettingsForm } from '../components/settings-form';
import { zones } from '../components/zones';
import { useWords } from '../i18n/i18n';
import { useTenantId } from '../session/session-context';
import { DeleteSection } from './settings/delete-section';
import { ExportSection } from './settings/export-section';
import { readTenant, zoneOf, type Tenant } from './company';
import { TwoFactorRule } from './settings-two-factor';

export function SettingsPage() {
  const { t } = useWords();
  const id = useTenantId();
  const tenant = useQuery({
    queryKey: ['tenant', id],
    queryFn: () => readTenant(id),
    // Typing is not to be overwritten by what comes in the background; whoever comes back reads anew.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  return (
    <>
      <PageHeader title={t('nav.settings')} text={t('settings.text')} />
      {tenant.isPending && <SkeletonRows rows={4} />}
      {tenant.isError && <ProblemNote problem={tenant.error} retry={() => tenant.refetch()} />}
      {tenant.data && (
        <div className="grid gap-6">
          <SettingsForm first={tenant.data} />
          <ExportSection />
          <DeleteSection name={tenant.data.data.name} />
        </div>
      )}
    </>
  );
}

/** As it is typed. */
const draftOf = (tenant: Tenant) => ({
  name: tenant.name,
  domain: tenant.domain ?? '',
  contactEmail: tenant.contactEmail ?? '',
  timezone: zoneOf(tenant),
  language: typeof tenant.settings.language === 'string' ? tenant.settings.language : '',
});
type Draft = ReturnType<typeof draftOf>;
const FIELDS = ['name', 'domain', 'contactEmail', 'timezone', 'language'] as const;
/** Those in which the system speaks to customers, each in its own words. */
const LANGUAGES = { en: 'English', es: 'Español', pt: 'Português', fr: 'Français', de: 'Deutsch', it: 'Italiano', hi: 'हिन्दी' };

function SettingsForm({ first }: { first: Tagged<Tenant> }) {
  const { t, date } = useWords();
  const id = useTenantId();
  const queries = useQueryClient();
  const { data, draft, setDraft, form, conflict, setRead } = useSettingsForm({
    first,
    draftOf,
    fields: FIELDS,
    read: () => readTenant(id),
    put: async ({ name, domain, contactEmail, timezone, language }, { header }, present) => {
      // Replaced as a whole, so what this form does not know goes back as it came.
      const { language: _, ...others } = present.settings;
      const settings = { ...others, timezone, ...(language ? { language } : {}) };
      const body = { name, domain: domain || null, contactEmail: contactEmail || null, settings };
      const saved = await unwrapWithTag(api.PUT('/api/v1/tenants/{id}', { params: { path: { id }, header }, body }));
      // The name stands at the top of every page.
      await queries.invalidateQueries({ queryKey: ['me'] });
      return saved;
    },
    saved: ({ t }) => t('settings.saved'),
    facts: (of) => FIELDS.map((name) => [t(`settings.${name}`), of[name]] as const),
  });
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
    <>
      <Form state={form} className="grid max-w-3xl gap-6" conflict={conflict}>
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
            <SelectField {...bind('timezone')} hint={t('settings.timezoneHint')} options={zones(draft.timezone)} />
            <SelectField
              {...bind('language')}
              className="sm:col-span-2"
              optional
              hint={t('settings.languageHint')}
              options={[
                ['', t('settings.languageNone')],
                ...Object.entries(LANGUAGES),
                // Set by a program.
                ...(draft.language && !(draft.language in LANGUAGES) ? [[draft.language, draft.language] as const] : []),
              ]}
            />
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
        <Button type="submit" className="justify-self-start" busy={form.busy}>
          {t('form.save')}
        </Button>
      </Form>
      <TwoFactorRule tenant={data} onChanged={setRead} />
    </>
  );
}
