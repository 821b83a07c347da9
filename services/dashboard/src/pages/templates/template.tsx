import { useQueryClient } from '@tanstack/react-query';
import { ArrowLeft, Copy, MessageSquarePlus, Pencil, Trash2, TriangleAlert } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { api, unwrap } from '../../api/client';
import { Button } from '../../components/button';
import { Confirm } from '../../components/dialog';
import { Card, PageHeader, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useToast } from '../../components/toast';
import '../../i18n/template-pages';
import { useWords } from '../../i18n/i18n';
import { may } from '../../session/permissions';
import { useSigned, useTenantId } from '../../session/session-context';
import { QualityBadge, StatusBadge, useCategory } from '../../templates/template-badges';
import { draftOf } from '../../templates/template-draft';
import { TemplatePreview } from '../../templates/template-preview';
import type { Part } from '../../templates/template-text';
import { useLanguageName } from '../../templates/use-language-name';
import { useTemplate } from '../../templates/use-template';

export function BackToTemplates() {
  const { t } = useWords();
  return (
    <Link to="/templates" className="mb-3 inline-flex items-center gap-1.5 text-sm font-medium text-brand-ink hover:underline">
      <ArrowLeft className="size-4" aria-hidden />
      {t('templates.back')}
    </Link>
  );
}

/** One template: how customers see it, what WhatsApp says of it, and what can be done with it. */
export function TemplatePage() {
  const { t, date } = useWords();
  const { id = '' } = useParams();
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const say = useToast();
  const signed = useSigned();
  const edits = may(signed, 'edit-templates');
  const category = useCategory();
  const languageName = useLanguageName();
  const [removing, setRemoving] = useState(false);
  const template = useTemplate(id);
  if (!template.data) {
    return (
      <>
        <BackToTemplates />
        <PageHeader title={t('nav.templates')} />
        {template.isError ? <ProblemNote problem={template.error} retry={() => template.refetch()} /> : <SkeletonRows />}
      </>
    );
  }
  const { name, language, status, quality, components, wabaId, rejectionReason, recommendation } = template.data;
  const { previousCategory, nextCategory, nextCategoryAt, updatedAt } = template.data;
  const samples = Object.fromEntries(Object.entries(draftOf(template.data).sources).map(([value, { sample }]) => [value, sample]));
  const facts: [string, ReactNode][] = [
    [t('templates.filterStatus'), <StatusBadge key="status" status={status} />],
    ...(rejectionReason ? [[t('templates.reason'), rejectionReason] as [string, ReactNode]] : []),
    ...(recommendation ? [[t('templates.recommendation'), recommendation] as [string, ReactNode]] : []),
    [t('templates.quality'), <QualityBadge key="quality" quality={quality} />],
    [t('templates.category'), category(template.data.category)],
    ...(previousCategory ? [[t('templates.previousCategory'), category(previousCategory)] as [string, ReactNode]] : []),
    [t('templates.language'), languageName(language)],
    [t('templates.account'), <code key="account">{wabaId}</code>],
    [
      t('templates.changed'),
      <time key="changed" dateTime={updatedAt}>
        {date(updatedAt)}
      </time>,
    ],
  ];
  return (
    <>
      <BackToTemplates />
      <PageHeader
        title={name}
        text={languageName(language)}
        actions={
          <>
            {status === 'APPROVED' && may(signed, 'send') && (
              <Button asChild variant="secondary">
                <Link to={`/send?templateId=${id}`}>
                  <MessageSquarePlus aria-hidden />
                  {t('nav.send')}
                </Link>
              </Button>
            )}
            {edits && (
              <>
                <Button asChild variant="secondary">
                  <Link to={`/templates/${id}/edit`}>
                    <Pencil aria-hidden />
                    {t('templates.edit')}
                  </Link>
                </Button>
                <Button asChild variant="secondary">
                  <Link to={`/templates/new?from=${id}`}>
                    <Copy aria-hidden />
                    {t('templates.copy')}
                  </Link>
                </Button>
                <Button variant="quiet" onClick={() => setRemoving(true)}>
                  <Trash2 aria-hidden />
                  {t('templates.delete')}
                </Button>
              </>
            )}
          </>
        }
      />
      {nextCategory && (
        <p role="status" className="mb-4 flex items-start gap-2 rounded-lg bg-warn-soft px-4 py-3 text-warn">
          <TriangleAlert className="mt-0.5 size-4.5 shrink-0" aria-hidden />
          {nextCategoryAt
            ? t('templates.nextCategoryOn', { category: category(nextCategory), date: date(nextCategoryAt) })
            : t('templates.nextCategory', { category: category(nextCategory) })}
        </p>
      )}
      <div className="grid grid-cols-1 gap-6 *:min-w-0 lg:grid-cols-2 lg:items-start">
        <Card title={t('templates.preview')}>
          <TemplatePreview parts={components as unknown as Part[]} values={samples} />
        </Card>
        <Card title={t('templates.about')}>
          <dl className="grid gap-2">
            {facts.map(([title, value]) => (
              <div key={title} className="grid gap-x-3 sm:grid-cols-[11rem_minmax(0,1fr)]">
                <dt className="text-muted">{title}</dt>
                <dd className="break-words">{value}</dd>
              </div>
            ))}
          </dl>
        </Card>
      </div>
      <Confirm
        open={removing}
        onClose={() => setRemoving(false)}
        title={t('templates.deleteTitle', { name })}
        text={t('templates.deleteText')}
        action={t('templates.delete')}
        run={async () => {
          await unwrap(api.DELETE('/api/v1/templates/{id}', { params: { path: { id } } }));
          say(({ t }) => t('templates.deleted', { name }));
          void navigate('/templates');
          await queries.invalidateQueries({ queryKey: ['templates', tenantId, 'list'] });
        }}
      />
    </>
  );
}
