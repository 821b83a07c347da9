import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowLeft, FileText, Rocket, Search, Trash2 } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { Link, useParams } from 'react-router';
import { api, unwrap, type Schemas } from '../../api/client';
import { Problem } from '../../api/problem';
import { Badge } from '../../components/badge';
import { Button } from '../../components/button';
import { Card, EmptyState, PageHeader, SkeletonRows } from '../../components/layout';
import { nextCursor, pageQuery } from '../../components/listing';
import { ProblemNote } from '../../components/problem-note';
import { ResourceList } from '../../components/resource-list';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { useAgo } from '../../i18n/use-ago';
import { may } from '../../session/permissions';
import { useSigned, useTenantId } from '../../session/session-context';
import { GoldenQuestions } from './golden-questions';
import { isUnderWay, POLL_MS, TONES, Warnings } from './document-state';
import { HowSure } from './how-sure';
import { PublishRefused } from './publish-refused';
import { Suggestions } from './suggestions';
import { UnpublishedChanges } from './unpublished-changes';
import { WebSources } from './web-sources';
import { UploadArea } from './upload-area';
import { Versions } from './versions';

type Document = Schemas['DocumentDto'];

export function KnowledgeBasePage() {
  const { t } = useWords();
  const say = useToast();
  const { id = '' } = useParams();
  const tenantId = useTenantId();
  const signed = useSigned();
  const edits = may(signed, 'edit-knowledge');
  const forces = may(signed, 'force-publish');
  const queries = useQueryClient();
  const base = useQuery({
    queryKey: ['knowledge', tenantId, id],
    queryFn: () => unwrap(api.GET('/api/v1/knowledge-bases/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data && state.data.documents.queued + state.data.documents.processing > 0 ? POLL_MS : false),
  });
  const publish = useMutation({
    mutationFn: (force: boolean) =>
      unwrap(api.POST('/api/v1/knowledge-bases/{id}/publish', { params: { path: { id } }, ...(force ? { body: { force } } : {}) })),
    onSuccess: ({ version, documents }) => {
      say(({ t }) => t('knowledge.nowPublished', { version, documents }));
      return queries.invalidateQueries({ queryKey: ['knowledge', tenantId] });
    },
  });
  const back = (
    <Link to="/knowledge" className="mb-3 inline-flex items-center gap-1.5 text-sm font-medium text-brand-ink hover:underline">
      <ArrowLeft className="size-4" aria-hidden />
      {t('knowledge.back')}
    </Link>
  );
  if (!base.data) {
    return (
      <>
        {back}
        <PageHeader title={t('nav.knowledge')} />
        {base.isError ? <ProblemNote problem={base.error} retry={() => base.refetch()} /> : <SkeletonRows />}
      </>
    );
  }
  const { name, description, publishedVersion, hasUnpublishedChanges, documents } = base.data;
  const publishButton = edits && (
    <Button busy={publish.isPending} disabled={documents.ready === 0} onClick={() => publish.mutate(false)}>
      {!publish.isPending && <Rocket aria-hidden />}
      {t('knowledge.publish')}
    </Button>
  );
  return (
    <>
      {back}
      <PageHeader
        title={name}
        text={
          <span className="flex flex-wrap items-center gap-2">
            {publishedVersion === null ? (
              <Badge tone="warn">{t('knowledge.draft')}</Badge>
            ) : (
              <Badge tone="good">{t('knowledge.published', { version: publishedVersion })}</Badge>
            )}
            {hasUnpublishedChanges && <Badge tone="warn">{t('knowledge.unpublished')}</Badge>}
            {description}
          </span>
        }
        actions={!hasUnpublishedChanges && publishButton}
      />
      <div className="grid gap-6">
        {hasUnpublishedChanges && <UnpublishedChanges baseId={id} ready={documents.ready} publish={publishButton} />}
        {publish.isError && <PublishRefused error={publish.error} force={forces ? () => publish.mutateAsync(true) : undefined} />}
        {edits && <UploadArea baseId={id} />}
        <WebSources baseId={id} edits={edits} />
        <Documents baseId={id} edits={edits} />
        {edits && <Suggestions baseId={id} />}
        <GoldenQuestions baseId={id} edits={edits} />
        <HowSure baseId={id} answering={base.data.answering} publishedVersion={publishedVersion} edits={edits} />
        {publishedVersion !== null && <Versions baseId={id} edits={edits} />}
        <Try baseId={id} published={publishedVersion !== null} />
      </div>
    </>
  );
}

function Documents({ baseId, edits }: { baseId: string; edits: boolean }) {
  const { t, bytes, number, explain } = useWords();
  const ago = useAgo();
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const documents = useInfiniteQuery({
    queryKey: ['knowledge', tenantId, baseId, 'documents'],
    queryFn: ({ pageParam }) =>
      unwrap(api.GET('/api/v1/knowledge-bases/{id}/documents', { params: { path: { id: baseId }, query: pageQuery(pageParam, 50) } })),
    initialPageParam: '',
    getNextPageParam: nextCursor,
    refetchInterval: ({ state }) => (state.data?.pages.some(({ items }) => items.some(isUnderWay)) ? POLL_MS : false),
  });
  return (
    <section aria-labelledby="documents">
      <h2 id="documents" className="mb-3 font-semibold">
        {t('knowledge.documentsTitle')}
      </h2>
      <div className="card">
        <ResourceList<Document>
          query={documents}
          label={t('knowledge.documentsTitle')}
          empty={<EmptyState icon={FileText} title={t('knowledge.noDocuments')} text={t('knowledge.noDocumentsText')} />}
          changed={() => queries.invalidateQueries({ queryKey: ['knowledge', tenantId] })}
          columns={[
            {
              key: 'title',
              title: t('column.title'),
              main: true,
              cell: ({ id, title, error, warnings, replaces, status }) => (
                <>
                  <Link to={`/knowledge/${baseId}/documents/${id}`} className="font-medium break-all text-brand-ink hover:underline">
                    {title}
                  </Link>
                  {replaces !== null && status !== 'ready' && <span className="block text-sm text-muted">{t('document.replacing')}</span>}
                  {error && <span className="block text-sm text-bad">{explain(new Problem(0, error.code, error.detail))}</span>}
                  <Warnings warnings={warnings} />
                </>
              ),
            },
            {
              key: 'status',
              title: t('column.status'),
              cell: ({ status }) => (
                <span aria-live="polite">
                  <Badge tone={TONES[status]}>{t(`document.${status}`)}</Badge>
                </span>
              ),
            },
            { key: 'chunks', title: t('knowledge.passages'), end: true, cell: ({ chunks }) => number(chunks) },
            { key: 'size', title: t('column.size'), end: true, cell: (document) => bytes(document.bytes) },
            { key: 'added', title: t('column.added'), cell: ({ createdAt }) => ago(createdAt) },
          ]}
          removal={
            edits
              ? {
                  action: t('knowledge.remove'),
                  icon: Trash2,
                  label: ({ title }) => t('knowledge.removeName', { title }),
                  title: ({ title }) => t('knowledge.removeTitle', { title }),
                  text: () => t('knowledge.removeText'),
                  run: ({ id }) => unwrap(api.DELETE('/api/v1/documents/{id}', { params: { path: { id } } })),
                  done: ({ t }, { title }) => t('knowledge.removed', { title }),
                }
              : undefined
          }
        />
      </div>
    </section>
  );
}

/** What a customer's question would find. */
function Try({ baseId, published }: { baseId: string; published: boolean }) {
  const { t, percent } = useWords();
  const [query, setQuery] = useState('');
  const [version, setVersion] = useState<'draft' | 'published'>('draft');
  const search = useMutation({
    mutationFn: () =>
      unwrap(api.POST('/api/v1/knowledge-bases/{id}/search', { params: { path: { id: baseId } }, body: { query, limit: 5, version } })),
  });
  const ask = (event: FormEvent) => {
    event.preventDefault();
    search.mutate();
  };
  return (
    <Card title={t('try.title')}>
      <p className="-mt-3 mb-4 text-sm text-muted">{t('try.text')}</p>
      <form onSubmit={ask} className="flex flex-wrap gap-2">
        <input
          aria-label={t('try.question')}
          placeholder={t('try.placeholder')}
          className="control min-w-0 flex-1 basis-56"
          required
          maxLength={500}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
        <select
          aria-label={t('try.version')}
          className="control w-auto"
          value={version}
          onChange={(event) => setVersion(event.target.value === 'published' ? 'published' : 'draft')}
        >
          <option value="draft">{t('try.draft')}</option>
          {published && <option value="published">{t('try.published')}</option>}
        </select>
        <Button type="submit" busy={search.isPending}>
          {!search.isPending && <Search aria-hidden />}
          {t('try.ask')}
        </Button>
      </form>
      <div aria-live="polite" className="mt-4">
        {search.isError && <ProblemNote problem={search.error} retry={() => search.mutate()} />}
        {search.data?.items.length === 0 && <p className="text-muted">{t('try.nothing')}</p>}
        {search.data && search.data.items.length > 0 && (
          <ol className="grid gap-3">
            {search.data.items.map((passage) => (
              <li key={passage.chunkId} className="rounded-lg border border-line p-4">
                <div className="mb-1.5 flex flex-wrap items-center justify-between gap-2">
                  <p className="font-medium break-words">{passage.heading ? `${passage.title} › ${passage.heading}` : passage.title}</p>
                  <Badge tone="brand">{t('try.coverage', { share: percent(passage.coverage) })}</Badge>
                </div>
                <p className="line-clamp-6 break-words whitespace-pre-line text-muted">{passage.text}</p>
              </li>
            ))}
          </ol>
        )}
      </div>
    </Card>
  );
}
