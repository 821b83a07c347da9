import { useQuery } from '@tanstack/react-query';
import { api, unwrap, unwrapWithTag, type Schemas } from '../../api/client';
import { Button } from '../../components/button';
import type { Tagged } from '../../components/conflict';
import { SelectField, TextField } from '../../components/field';
import { Form } from '../../components/form';
import { Card, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useSettingsForm } from '../../components/settings-form';
import { useWords } from '../../i18n/i18n';
import { may } from '../../session/permissions';
import { useSigned, useTenantId } from '../../session/session-context';
import { useCodesTexts } from './use-codes-texts';

type Settings = Schemas['CodeSettingsDto'];

/** The ranges of the API. */
const CODE = [
  ['digits', 4, 8],
  ['validSeconds', 30, 5_400],
  ['maxAttempts', 1, 10],
  ['resendSeconds', 0, 600],
] as const;
const LIMITS = [
  ['perPhone', 1, 100],
  ['perAddress', 1, 10_000],
  ['perTenant', 1, 1_000_000],
  ['perPrefix', 1, 10_000],
] as const;
const NUMBERS = [...CODE, ...LIMITS];
type NumberName = (typeof NUMBERS)[number][0];
type Draft = Record<NumberName, string> & { outletId: string; template: string };
const HINTS = { validSeconds: 'codes.validSecondsText', perAddress: 'codes.perAddressText', perPrefix: 'codes.perPrefixText' } as const;

const draftOf = (settings: Settings): Draft => ({
  ...(Object.fromEntries(NUMBERS.map(([name]) => [name, String(settings[name])])) as Record<NumberName, string>),
  outletId: settings.outletId ?? '',
  template: settings.template ?? '',
});
const bodyOf = (draft: Draft): Schemas['CodeSettingsBody'] => ({
  ...(Object.fromEntries(NUMBERS.map(([name]) => [name, Number(draft[name])])) as Record<NumberName, number>),
  outletId: draft.outletId || null,
  template: draft.template || null,
});
const read = () => unwrapWithTag(api.GET('/api/v1/otp/settings'));

export function CodeSettings() {
  const c = useCodesTexts();
  const tenantId = useTenantId();
  const settings = useQuery({ queryKey: ['code-settings', tenantId], queryFn: read, staleTime: Number.POSITIVE_INFINITY });
  return (
    <Card title={c('codes.settings')}>
      {settings.isPending && <SkeletonRows rows={3} />}
      {settings.isError && <ProblemNote problem={settings.error} retry={() => settings.refetch()} />}
      {settings.data && <SettingsForm first={settings.data} />}
    </Card>
  );
}

function SettingsForm({ first }: { first: Tagged<Settings> }) {
  const { t } = useWords();
  const c = useCodesTexts();
  const edits = may(useSigned(), 'edit-codes');
  const { outlets, templates } = useChoices();
  const { draft, setDraft, form, conflict } = useSettingsForm<Settings, Draft>({
    first,
    draftOf,
    fields: [...NUMBERS.map(([name]) => name), 'outletId', 'template'],
    read,
    put: (own, params) => unwrapWithTag(api.PUT('/api/v1/otp/settings', { params, body: bodyOf(own) })),
    saved: () => c('codes.saved'),
    facts: (own) => [
      ...NUMBERS.map(([name]) => [c(`codes.${name}`), own[name]] as const),
      [c('codes.outlet'), own.outletId],
      [c('codes.template'), own.template],
    ],
  });
  const set = (name: keyof Draft) => (value: string) => setDraft((before) => ({ ...before, [name]: value }));
  const numbers = (of: typeof CODE | typeof LIMITS) =>
    of.map(([name, min, max]) => (
      <TextField
        key={name}
        label={c(`codes.${name}`)}
        hint={name in HINTS ? c(HINTS[name as keyof typeof HINTS]) : undefined}
        type="number"
        min={min}
        max={max}
        value={draft[name]}
        onValue={set(name)}
        error={form.error(name)}
        disabled={!edits}
      />
    ));
  return (
    <Form state={form} className="grid gap-6" conflict={conflict}>
      <fieldset>
        <legend className="mb-3 text-sm font-semibold">{c('codes.of')}</legend>
        <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">{numbers(CODE)}</div>
        <div className="mt-4 grid gap-4 sm:grid-cols-2">
          <SelectField
            label={c('codes.outlet')}
            value={draft.outletId}
            onValue={set('outletId')}
            error={form.error('outletId')}
            disabled={!edits}
            options={[['', c('codes.outletFirst')], ...outlets]}
          />
          <SelectField
            label={c('codes.template')}
            value={draft.template}
            onValue={set('template')}
            error={form.error('template')}
            disabled={!edits}
            options={[['', c('codes.templateOnly')], ...named(templates, draft.template)]}
          />
        </div>
      </fieldset>
      <fieldset>
        <legend className="mb-3 text-sm font-semibold">{c('codes.limits')}</legend>
        <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">{numbers(LIMITS)}</div>
      </fieldset>
      {edits && (
        <div className="flex justify-end">
          <Button type="submit" busy={form.busy}>
            {t('form.save')}
          </Button>
        </div>
      )}
    </Form>
  );
}

/** What is chosen stays among the choices, whatever has become of it. */
const named = (templates: readonly string[], chosen: string): [string, string][] =>
  [...new Set([...templates, ...(chosen ? [chosen] : [])])].map((name) => [name, name]);

function useChoices(): { outlets: [string, string][]; templates: string[] } {
  const tenantId = useTenantId();
  const outlets = useQuery({
    queryKey: ['outlets', tenantId, 'first'],
    queryFn: () => unwrap(api.GET('/api/v1/outlets', { params: { query: { limit: 50 } } })),
  });
  const templates = useQuery({
    queryKey: ['templates', tenantId, 'of-codes'],
    queryFn: () =>
      unwrap(api.GET('/api/v1/templates', { params: { query: { category: 'AUTHENTICATION', status: 'APPROVED', limit: 100 } } })),
  });
  return {
    outlets: (outlets.data?.items ?? []).map(({ id, name }) => [id, name]),
    templates: (templates.data?.items ?? []).map(({ name }) => name),
  };
}
