import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Globe, RotateCw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, unwrap, type Schemas } from '../../api/client';
import { Problem, toProblem } from '../../api/problem';
import { Badge, type Tone } from '../../components/badge';
import { Button } from '../../components/button';
import { Confirm } from '../../components/dialog';
import { TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { Card, SkeletonRows } from '../../components/layout';
import { Listing, nextCursor, pageQuery } from '../../components/listing';
import { ProblemNote } from '../../components/problem-note';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { useAgo } from '../../i18n/use-ago';
import { useTenantId } from '../../session/session-context';
import { POLL_MS } from './document-state';

type Source = Schemas['WebSourceDto'];
type Page = Schemas['WebPageDto'];
const TONES: Record<Page['status'], Tone> = { waiting: 'neutral', done: 'good', failed: 'bad', gone: 'warn' };

const isUnderWay = ({ status, pages }: Source): boolean => status === 'waiting' || pages.waiting > 0;

/** Web pages and sitemaps whose pages are documents of a base. */
export function WebSources({ baseId, edits }: { baseId: string; edits: boolean }) {
  const { t } = useWords();
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const sources = useQuery({
    queryKey: ['knowledge', tenantId, baseId, 'web'],
    queryFn: async () => {
      const list = await unwrap(api.GET('/api/v1/knowledge-bases/{id}/web-sources', { params: { path: { id: baseId } } }));
      // What has arrived is a document of the list below, and of the numbers above.
      if (list.items.some(isUnderWay)) {
        void queries.invalidateQueries({ queryKey: ['knowledge', tenantId, baseId, 'documents'] });
        void queries.invalidateQueries({ queryKey: ['knowledge', tenantId, baseId], exact: true });
      }
      return list;
    },
    refetchInterval: ({ state }) => (state.data?.items.some(isUnderWay) ? POLL_MS : false),
  });
  return (
    <Card title={t('web.title')}>
      <p className="-mt-3 mb-4 text-sm text-muted">{t('web.text')}</p>
      {edits && <AddForm baseId={baseId} />}
      {sources.isError && <ProblemNote problem={sources.error} retry={() => sources.refetch()} />}
      {sources.isPending && <SkeletonRows rows={1} />}
      {sources.data && sources.data.items.length > 0 && (
        <ul aria-label={t('web.title')} className="mt-4 grid gap-3">
          {sources.data.items.map((source) => (
            <WebSource key={source.id} source={source} edits={edits} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function AddForm({ baseId }: { baseId: string }) {
  const { t } = useWords();
  const queries = useQueryClient();
  const tenantId = useTenantId();
  const [url, setUrl] = useState('');
  const form = useForm(['url'], async () => {
    await unwrap(api.POST('/api/v1/knowledge-bases/{id}/web-sources', { params: { path: { id: baseId } }, body: { url } as never }));
    setUrl('');
    await queries.invalidateQueries({ queryKey: ['knowledge', tenantId] });
  });
  return (
    <Form state={form} className="grid gap-3 sm:grid-cols-[1fr_auto] sm:items-start">
      <TextField
        label={t('web.address')}
        hint={t('web.addressHint')}
        placeholder="https://"
        inputMode="url"
        autoCapitalize="none"
        autoComplete="off"
        maxLength={2_000}
        value={url}
        onValue={setUrl}
        error={form.error('url')}
      />
      <Button type="submit" busy={form.busy} className="sm:mt-6.5">
        {!form.busy && <Globe aria-hidden />}
        {t('web.add')}
      </Button>
    </Form>
  );
}

function WebSource({ source, edits }: { source: Source; edits: boolean }) {
  const { t, number, explain } = useWords();
  const ago = useAgo();
  const say = useToast();
  const queries = useQueryClient();
  const tenantId = useTenantId();
  const [open, setOpen] = useState(false);
  const [removing, setRemoving] = useState(false);
  const changed = () => queries.invalidateQueries({ queryKey: ['knowledge', tenantId] });
  const check = useMutation({
    mutationFn: () => unwrap(api.POST('/api/v1/web-sources/{id}/check', { params: { path: { id: source.id } } })),
    onSuccess: changed,
    onError: (error) => say(({ explain }) => explain(toProblem(error))),
  });
  const { id, url, pages, error, checkedAt, leftOut } = source;
  const all = pages.waiting + pages.done + pages.failed;
  return (
    <li className="rounded-lg border border-line p-4">
      <div className="flex flex-wrap items-start justify-between gap-2">
        <p className="min-w-0 font-medium break-all">{url}</p>
        <span aria-live="polite">
          <Badge tone={isUnderWay(source) ? 'info' : TONES[source.status]}>
            {t(isUnderWay(source) ? 'web.reading' : `web.${source.status}`)}
          </Badge>
        </span>
      </div>
      <p className="mt-1 flex flex-wrap gap-x-4 gap-y-1 text-sm text-muted">
        <span>{t('web.progress', { done: number(pages.done), all: number(all) })}</span>
        {pages.failed > 0 && <span className="text-bad">{t('web.failedPages', { count: number(pages.failed) })}</span>}
        {pages.gone > 0 && <span>{t('web.gonePages', { count: number(pages.gone) })}</span>}
        {leftOut > 0 && <span>{t('web.leftOut', { count: number(leftOut) })}</span>}
        {checkedAt && <span>{t('web.checked', { when: ago(checkedAt) })}</span>}
      </p>
      {error && <p className="mt-1 text-sm text-bad">{explain(new Problem(0, error.code, error.detail))}</p>}
      <div className="mt-3 flex flex-wrap gap-2">
        <Button variant="secondary" size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t(open ? 'web.hidePages' : 'web.showPages')}
        </Button>
        {edits && (
          <>
            <Button
              variant="secondary"
              size="small"
              busy={check.isPending}
              aria-label={t('web.checkName', { url })}
              onClick={() => check.mutate()}
            >
              {!check.isPending && <RotateCw aria-hidden />}
              {t('web.check')}
            </Button>
            <Button variant="quiet" size="small" aria-label={t('web.removeName', { url })} onClick={() => setRemoving(true)}>
              <Trash2 aria-hidden />
              {t('knowledge.remove')}
            </Button>
          </>
        )}
      </div>
      {open && <Pages sourceId={id} baseId={source.knowledgeBaseId} isUnderWay={isUnderWay(source)} />}
      <Confirm
        open={removing}
        onClose={() => setRemoving(false)}
        title={t('web.removeTitle')}
        text={t('web.removeText')}
        action={t('knowledge.remove')}
        run={async () => {
          await unwrap(api.DELETE('/api/v1/web-sources/{id}', { params: { path: { id } } }));
          await changed();
        }}
      />
    </li>
  );
}

function Pages({ sourceId, baseId, isUnderWay }: { sourceId: string; baseId: string; isUnderWay: boolean }) {
  const { t, explain } = useWords();
  const ago = useAgo();
  const tenantId = useTenantId();
  const pages = useInfiniteQuery({
    queryKey: ['knowledge', tenantId, baseId, 'web', sourceId, 'pages'],
    queryFn: ({ pageParam }) =>
      unwrap(api.GET('/api/v1/web-sources/{id}/pages', { params: { path: { id: sourceId }, query: pageQuery(pageParam, 50) } })),
    initialPageParam: '',
    getNextPageParam: nextCursor,
    refetchInterval: isUnderWay ? POLL_MS : false,
  });
  return (
    <div className="mt-3 border-t border-line pt-3">
      <Listing query={pages} empty={<p className="text-sm text-muted">{t('web.noPages')}</p>}>
        {(rows) => (
          <ul className="grid gap-2 text-sm">
            {rows.map(({ id, url, status, documentId, error, changedAt }) => (
              <li key={id} className="flex flex-wrap items-start justify-between gap-x-3 gap-y-1">
                <span className="min-w-0 break-all">
                  {documentId ? (
                    <Link to={`/knowledge/${baseId}/documents/${documentId}`} className="text-brand-ink hover:underline">
                      {url}
                    </Link>
                  ) : (
                    url
                  )}
                  {error && <span className="block text-bad">{explain(new Problem(0, error.code, error.detail))}</span>}
                  {changedAt && <span className="block text-muted">{t('web.changed', { when: ago(changedAt) })}</span>}
                </span>
                <Badge tone={TONES[status]}>{t(`web.page.${status}`)}</Badge>
              </li>
            ))}
          </ul>
        )}
      </Listing>
    </div>
  );
}
