import { useQueryClient } from '@tanstack/react-query';
import { FileText } from 'lucide-react';
import { useRef, useState } from 'react';
import { Navigate, useNavigate, useParams, useSearchParams } from 'react-router';
import { api, idempotencyKey, unwrap, type Schemas } from '../../api/client';
import { Button } from '../../components/button';
import { SelectField, TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { Card, EmptyState, PageHeader, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useToast } from '../../components/toast';
import '../../i18n/template-pages';
import { useWords } from '../../i18n/i18n';
import { may } from '../../session/permissions';
import { useSigned, useTenantId } from '../../session/session-context';
import { CATEGORIES } from '../../templates/template-badges';
import {
  draftOf,
  EMPTY,
  emptyCarousel,
  isNamed,
  isSaidAnew,
  isWritable,
  partsOf,
  sourcesOf,
  type TemplateDraft,
} from '../../templates/template-draft';
import { TemplatePreview } from '../../templates/template-preview';
import type { Part } from '../../templates/template-text';
import { useTemplate } from '../../templates/use-template';
import { ButtonFields } from './button-fields';
import { CarouselFields } from './carousel-fields';
import { BodyFields, CodeFields, FooterFields, HeaderFields } from './part-fields';
import { BackToTemplates } from './template';
import { useAccounts } from './use-accounts';
import { ValueFields } from './value-fields';

type Template = Schemas['TemplateDto'];
const EDITABLE = ['APPROVED', 'REJECTED', 'PAUSED'];

/** A new template, or one that begins as a copy of another. */
export function NewTemplatePage() {
  const { t } = useWords();
  const [parameters] = useSearchParams();
  const from = parameters.get('from');
  if (!may(useSigned(), 'edit-templates')) return <Navigate to="/templates" replace />;
  return (
    <>
      <BackToTemplates />
      <PageHeader title={t('templates.newTitle')} text={t('templates.newText')} />
      {from ? <Loaded id={from}>{(template) => <Editor copied={template} />}</Loaded> : <Editor />}
    </>
  );
}

export function EditTemplatePage() {
  const { t } = useWords();
  const { id = '' } = useParams();
  if (!may(useSigned(), 'edit-templates')) return <Navigate to={`/templates/${id}`} replace />;
  return (
    <>
      <BackToTemplates />
      <Loaded id={id}>
        {(template) => (
          <>
            <PageHeader title={t('templates.editTitle', { name: template.name })} text={t('templates.editText')} />
            <Editor edited={template} />
          </>
        )}
      </Loaded>
    </>
  );
}

function Loaded({ id, children }: { id: string; children: (template: Template) => React.ReactNode }) {
  const template = useTemplate(id);
  // Read once: what somebody types is not replaced by what is read meanwhile.
  const first = useRef<Template>(undefined);
  first.current ??= template.data;
  if (first.current) return children(first.current);
  return template.isError ? <ProblemNote problem={template.error} retry={() => template.refetch()} /> : <SkeletonRows />;
}

const partsIn = (template: Template): Part[] => template.components as unknown as Part[];

function Editor({ edited, copied }: { edited?: Template; copied?: Template }) {
  const { t, language } = useWords();
  const say = useToast();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const tenantId = useTenantId();
  const accounts = useAccounts();
  const [key] = useState(idempotencyKey);
  const source = edited ?? copied;
  const [before] = useState(() => (source ? copyable(draftOf(source), Boolean(copied)) : EMPTY));
  const [draft, setDraft] = useState<TemplateDraft>(before);
  const [name, setName] = useState(copied ? `${copied.name.slice(0, 500)}_copy` : '');
  const [code, setCode] = useState(copied?.language ?? (language === 'en' ? 'en_US' : language));
  const [account, setAccount] = useState('');
  const [picture, setPicture] = useState<string>();
  const wabaId = account || accounts[0]?.wabaId;
  const writable = !source || isWritable(partsIn(source));
  const saysAnew = writable && (!edited || EDITABLE.includes(edited.status));
  const change = (part: Partial<TemplateDraft>) => setDraft((present) => ({ ...present, ...part }));
  const parts = writable ? partsOf(draft) : partsIn(source);
  const form = useForm(['name', 'language', 'category'], async () => {
    const said = {
      components: parts as unknown as Record<string, unknown>[],
      parameterFormat: isNamed(draft) ? 'NAMED' : 'POSITIONAL',
    } as const;
    const parameters = sourcesOf(draft);
    if (edited) {
      const again = saysAnew && isSaidAnew(before, draft);
      await unwrap(
        api.PUT('/api/v1/templates/{id}', {
          params: { path: { id: edited.id }, header: { 'If-Match': `"${edited.version}"` } },
          body: {
            parameters,
            ...(again && { ...said, ...(draft.category !== before.category && { category: draft.category as 'UTILITY' }) }),
          },
        }),
      );
      say(({ t }) => t('templates.saved', { name: edited.name }));
      await queries.invalidateQueries({ queryKey: ['templates', tenantId] });
      return void navigate(`/templates/${edited.id}`);
    }
    const created = await unwrap(
      api.POST('/api/v1/templates', {
        params: { header: { 'Idempotency-Key': key } },
        body: {
          wabaId: wabaId ?? '',
          name: name.trim(),
          language: code.trim(),
          category: draft.category as 'UTILITY',
          parameters,
          ...said,
        },
      }),
    );
    say(({ t }) => t('templates.created', { name: created.name }));
    await queries.invalidateQueries({ queryKey: ['templates', tenantId] });
    void navigate(`/templates/${created.id}`);
  });
  if (!edited && accounts.length === 0) {
    return (
      <div className="card">
        <EmptyState icon={FileText} title={t('templates.noOutlet')} text={t('templates.noOutletText')} />
      </div>
    );
  }
  const samples = Object.fromEntries(Object.entries(draft.sources).map(([value, { sample }]) => [value, sample]));
  const isCode = draft.category === 'AUTHENTICATION';
  return (
    <div className="grid grid-cols-1 gap-6 *:min-w-0 lg:grid-cols-[minmax(0,1fr)_24rem] lg:items-start">
      <Form state={form} className="grid gap-5">
        {!writable && <p className="rounded-lg bg-warn-soft px-4 py-3 text-warn">{t('templates.notWritable')}</p>}
        {writable && !saysAnew && <p className="rounded-lg bg-info-soft px-4 py-3 text-info">{t('templates.notEditable')}</p>}
        {!edited && (
          <Card>
            <div className="grid gap-4 sm:grid-cols-2">
              <TextField
                label={t('templates.name')}
                hint={t('templates.nameHint')}
                error={form.error('name')}
                autoCapitalize="none"
                autoComplete="off"
                maxLength={512}
                pattern="[a-z0-9_]+"
                title={t('templates.nameHint')}
                value={name}
                onValue={(value) => setName(value.toLowerCase().replaceAll(/[\s-]+/g, '_'))}
              />
              <TextField
                label={t('templates.language')}
                hint={t('templates.languageHint')}
                error={form.error('language')}
                autoCapitalize="none"
                autoComplete="off"
                maxLength={16}
                value={code}
                onValue={setCode}
              />
              {accounts.length > 1 && (
                <SelectField
                  label={t('templates.outlet')}
                  hint={t('templates.outletHint')}
                  options={accounts.map((one) => [one.wabaId, one.names.join(', ')] as const)}
                  value={wabaId ?? ''}
                  onValue={setAccount}
                />
              )}
            </div>
          </Card>
        )}
        {saysAnew && (
          <Card>
            <div className="grid gap-4">
              <SelectField
                label={t('templates.category')}
                hint={t(`templates.categoryHint.${draft.category as 'UTILITY'}`)}
                error={form.error('category')}
                disabled={edited?.status === 'APPROVED'}
                options={CATEGORIES.map((category) => [category, t(`templates.category.${category}`)] as const)}
                value={draft.category}
                onValue={(category) => change({ category })}
              />
              {isCode ? (
                <CodeFields draft={draft} onChange={change} />
              ) : (
                <>
                  <SelectField
                    label={t('templates.layout')}
                    hint={t(draft.carousel ? 'templates.layoutHint.cards' : 'templates.layoutHint.one')}
                    options={[
                      ['one', t('templates.layout.one')],
                      ['cards', t('templates.layout.cards')],
                    ]}
                    value={draft.carousel ? 'cards' : 'one'}
                    onValue={(layout) => change({ carousel: layout === 'cards' ? (draft.carousel ?? emptyCarousel()) : undefined })}
                  />
                  {!draft.carousel && <HeaderFields draft={draft} onChange={change} onPicture={setPicture} />}
                  <BodyFields draft={draft} onChange={change} />
                  {draft.carousel ? (
                    <CarouselFields carousel={draft.carousel} onChange={(carousel) => change({ carousel })} />
                  ) : (
                    <>
                      <FooterFields draft={draft} onChange={change} />
                      <ButtonFields buttons={draft.buttons} onChange={(buttons) => change({ buttons })} />
                    </>
                  )}
                </>
              )}
            </div>
          </Card>
        )}
        <ValueFields parts={parts} sources={draft.sources} onChange={(sources) => change({ sources })} />
        <Button type="submit" busy={form.busy} className="justify-self-start">
          {t(saysAnew && (!edited || isSaidAnew(before, draft)) ? 'templates.submit' : 'form.save')}
        </Button>
      </Form>
      <div className="lg:sticky lg:top-4">
        <h2 className="mb-2 font-semibold">{t('templates.preview')}</h2>
        <TemplatePreview
          parts={parts}
          values={samples}
          picture={picture}
          cardPictures={draft.carousel?.cards.map((card) => card.picture) ?? []}
        />
      </div>
    </div>
  );
}

/** Samples of files belong to the template that they were uploaded for. */
const copyable = (draft: TemplateDraft, isCopy: boolean): TemplateDraft => {
  if (!isCopy) return draft;
  const { header, carousel } = draft;
  return {
    ...draft,
    ...(header.kept && { header: { kind: header.kind, text: '' } }),
    ...(carousel && { carousel: { ...carousel, cards: carousel.cards.map(({ kept: _, ...card }) => card) } }),
  };
};
