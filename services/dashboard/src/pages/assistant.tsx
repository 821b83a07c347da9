import { useQuery } from '@tanstack/react-query';
import { api, unwrapWithTag, type Schemas } from '../api/client';
import { Button } from '../components/button';
import type { Tagged } from '../components/conflict';
import { TextArea, TextField } from '../components/field';
import { Form } from '../components/form';
import { Card, PageHeader, SkeletonRows } from '../components/layout';
import { ProblemNote } from '../components/problem-note';
import { useSettingsForm } from '../components/settings-form';
import '../i18n/assistant-page';
import { useWords } from '../i18n/i18n';
import { useTenantId } from '../session/session-context';
import { ModelServerCard } from './model-server';

type Config = Schemas['LlmConfigDto'];

const read = (id: string) => unwrapWithTag(api.GET('/api/v1/tenants/{id}/llm-config', { params: { path: { id } } }));

export function AssistantPage() {
  const { t } = useWords();
  const id = useTenantId();
  const config = useQuery({
    queryKey: ['assistant', id],
    queryFn: () => read(id),
    // Typing is not to be overwritten by what comes in the background; whoever comes back reads anew.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  return (
    <>
      <PageHeader title={t('nav.assistant')} text={t('assistant.text')} />
      {config.isPending && <SkeletonRows rows={5} />}
      {config.isError && <ProblemNote problem={config.error} retry={() => config.refetch()} />}
      {config.data && <AssistantForm first={config.data} />}
      {config.data && <ModelServerCard />}
    </>
  );
}

/** As it is typed. */
const draftOf = (config: Config) => ({
  tone: config.tone ?? '',
  language: config.language ?? '',
  systemPrompt: config.systemPrompt ?? '',
  escalationKeywords: (config.escalationKeywords ?? []).join('\n'),
  handoffMessage: config.handoffMessage ?? '',
  model: config.model ?? '',
  temperature: config.temperature?.toString() ?? '',
  offTopicGuard: config.offTopicGuard ?? true,
});
type Draft = ReturnType<typeof draftOf>;

const configOf = (draft: Draft): Config => ({
  tone: draft.tone,
  language: draft.language,
  systemPrompt: draft.systemPrompt,
  escalationKeywords: draft.escalationKeywords
    .split('\n')
    .map((word) => word.trim())
    .filter(Boolean),
  handoffMessage: draft.handoffMessage || null,
  model: draft.model || null,
  temperature: draft.temperature === '' ? null : Number(draft.temperature),
  offTopicGuard: draft.offTopicGuard,
});

const FIELDS = [
  'tone',
  'language',
  'systemPrompt',
  'escalationKeywords',
  'handoffMessage',
  'model',
  'temperature',
  'offTopicGuard',
] as const;

function AssistantForm({ first }: { first: Tagged<Config> }) {
  const { t } = useWords();
  const id = useTenantId();
  const { draft, setDraft, form, conflict } = useSettingsForm({
    first,
    draftOf,
    fields: FIELDS,
    read: () => read(id),
    put: (typed, { header }) =>
      unwrapWithTag(api.PUT('/api/v1/tenants/{id}/llm-config', { params: { path: { id }, header }, body: configOf(typed) })),
    saved: ({ t }) => t('assistant.saved'),
    facts: (of) => FIELDS.map((name) => [t(`assistant.${name}`), text(of[name])] as const),
  });
  const bind = (name: Exclude<keyof Draft, 'offTopicGuard'>) => ({
    label: t(`assistant.${name}`),
    value: draft[name],
    error: form.error(name),
    onValue: (value: string) => setDraft({ ...draft, [name]: value }),
  });
  const text = (value: Draft[keyof Draft]): string =>
    typeof value === 'boolean' ? t(value ? 'assistant.guardOn' : 'assistant.guardOff') : value;
  return (
    <Form state={form} className="grid max-w-3xl gap-6" conflict={conflict}>
      <Card title={t('assistant.voice')}>
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField hint={t('assistant.toneHint')} maxLength={200} {...bind('tone')} />
          <TextField
            hint={t('knowledge.languageHint')}
            maxLength={35}
            autoCapitalize="none"
            autoComplete="off"
            spellCheck={false}
            {...bind('language')}
          />
          <div className="sm:col-span-2">
            <TextArea hint={t('assistant.systemPromptHint')} optional rows={8} maxLength={8_000} {...bind('systemPrompt')} />
          </div>
          <label className="flex items-start gap-2.5 sm:col-span-2">
            <input
              type="checkbox"
              className="mt-1 size-4 shrink-0 accent-brand"
              checked={draft.offTopicGuard}
              aria-describedby="guard-hint"
              onChange={(event) => setDraft({ ...draft, offTopicGuard: event.target.checked })}
            />
            <span>
              <span className="font-medium">{t('assistant.offTopicGuard')}</span>
              <span id="guard-hint" className="block text-sm text-muted">
                {t('assistant.offTopicGuardHint')}
              </span>
            </span>
          </label>
        </div>
      </Card>
      <Card title={t('assistant.handoff')}>
        <div className="grid gap-4">
          <TextArea hint={t('assistant.escalationKeywordsHint')} optional rows={4} {...bind('escalationKeywords')} />
          <TextArea hint={t('assistant.handoffMessageHint')} optional rows={2} maxLength={1_000} {...bind('handoffMessage')} />
        </div>
      </Card>
      <Card title={t('assistant.modelTitle')}>
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            hint={t('assistant.modelHint')}
            optional
            maxLength={120}
            autoCapitalize="none"
            autoComplete="off"
            spellCheck={false}
            {...bind('model')}
          />
          <TextField
            hint={t('assistant.temperatureHint')}
            optional
            type="number"
            inputMode="decimal"
            min={0}
            max={2}
            step="any"
            {...bind('temperature')}
          />
        </div>
      </Card>
      <Button type="submit" className="justify-self-start" busy={form.busy}>
        {t('form.save')}
      </Button>
    </Form>
  );
}
