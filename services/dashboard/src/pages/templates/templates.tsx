import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { FileText, Plus, RefreshCw, Search } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { Link } from 'react-router';
import { api, unwrap, type Schemas } from '../../api/client';
import { toProblem, type Problem } from '../../api/problem';
import { Button } from '../../components/button';
import { SelectField } from '../../components/field';
import { EmptyState, PageHeader } from '../../components/layout';
import { Listing, nextCursor, pageQuery } from '../../components/listing';
import { ProblemNote } from '../../components/problem-note';
import { Table } from '../../components/table';
import { useToast } from '../../components/toast';
import '../../i18n/template-pages';
import { useWords } from '../../i18n/i18n';
import { useAgo } from '../../i18n/use-ago';
import { may } from '../../session/permissions';
import { useSigned, useTenantId } from '../../session/session-context';
import { CATEGORIES, QUALITIES, QualityBadge, STATUSES, StatusBadge, useCategory } from '../../templates/template-badges';
import { useLanguageName } from '../../templates/use-language-name';
import { useAccounts } from './use-accounts';

type Template = Schemas['TemplateDto'];
type Filter = Record<'status' | 'category' | 'quality' | 'language', string>;
const NO_FILTER: Filter = { status: '', category: '', quality: '', language: '' };
/** While WhatsApp reviews, or its list is read. */
const SOON_MS = 3_000;

export function TemplatesPage() {
  const { t } = useWords();
  const tenantId = useTenantId();
  const edits = may(useSigned(), 'edit-templates');
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed.trim());
  const [filter, setFilter] = useState(NO_FILTER);
  const chosen = Object.fromEntries(Object.entries(filter).filter(([, value]) => value.trim() !== ''));
  const templates = useInfiniteQuery({
    queryKey: ['templates', tenantId, 'list', search, chosen],
    queryFn: ({ pageParam }) =>
      unwrap(api.GET('/api/v1/templates', { params: { query: { ...pageQuery(pageParam), ...chosen, ...(search && { search }) } } })),
    initialPageParam: '',
    getNextPageParam: nextCursor,
  });
  const isFiltered = search !== '' || Object.keys(chosen).length > 0;
  const create = edits && (
    <Button asChild>
      <Link to="/templates/new">
        <Plus aria-hidden />
        {t('templates.create')}
      </Link>
    </Button>
  );
  return (
    <>
      <PageHeader title={t('nav.templates')} text={t('templates.text')} actions={create} />
      <Synchronise edits={edits} />
      <div className="mb-4 grid gap-3 sm:grid-cols-2 lg:grid-cols-5">
        <Filters typed={typed} onType={setTyped} filter={filter} onFilter={setFilter} />
      </div>
      <div className="card">
        <Listing
          query={templates}
          empty={
            isFiltered ? (
              <EmptyState icon={FileText} title={t('templates.noneFound')} text={t('templates.noneFoundText')} />
            ) : (
              <EmptyState icon={FileText} title={t('templates.empty')} text={t('templates.emptyText')} action={create} />
            )
          }
        >
          {(rows) => <Rows rows={rows} />}
        </Listing>
      </div>
    </>
  );
}

function Rows({ rows }: { rows: Template[] }) {
  const { t } = useWords();
  const category = useCategory();
  const languageName = useLanguageName();
  return (
    <Table<Template>
      label={t('nav.templates')}
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'name',
          title: t('column.name'),
          main: true,
          cell: ({ id, name }) => (
            <Link to={`/templates/${id}`} className="font-medium break-all text-brand-ink hover:underline">
              <bdi>{name}</bdi>
            </Link>
          ),
        },
        { key: 'language', title: t('templates.language'), cell: ({ language }) => languageName(language) },
        { key: 'category', title: t('templates.category'), cell: (row) => category(row.category) },
        { key: 'status', title: t('templates.filterStatus'), cell: ({ status }) => <StatusBadge status={status} /> },
        { key: 'quality', title: t('templates.quality'), cell: ({ quality }) => <QualityBadge quality={quality} /> },
      ]}
    />
  );
}

interface FiltersProps {
  typed: string;
  onType: (typed: string) => void;
  filter: Filter;
  onFilter: (filter: Filter) => void;
}

function Filters({ typed, onType, filter, onFilter }: FiltersProps) {
  const { t } = useWords();
  const bind = (name: keyof Filter) => ({ value: filter[name], onValue: (value: string) => onFilter({ ...filter, [name]: value }) });
  return (
    <>
      <label className="grid content-start gap-1.5">
        <span className="text-sm font-medium">{t('templates.search')}</span>
        <span className="relative">
          <Search className="pointer-events-none absolute inset-y-0 left-3 my-auto size-4 text-muted" aria-hidden />
          <input type="search" className="control pl-9" maxLength={100} value={typed} onChange={(event) => onType(event.target.value)} />
        </span>
      </label>
      <SelectField
        label={t('templates.filterStatus')}
        options={[['', t('templates.any')], ...STATUSES.map((status) => [status, t(`templates.status.${status}`)] as const)]}
        {...bind('status')}
      />
      <SelectField
        label={t('templates.filterCategory')}
        options={[['', t('templates.any')], ...CATEGORIES.map((category) => [category, t(`templates.category.${category}`)] as const)]}
        {...bind('category')}
      />
      <SelectField
        label={t('templates.filterQuality')}
        options={[['', t('templates.any')], ...QUALITIES.map((quality) => [quality, t(`templates.quality.${quality}`)] as const)]}
        {...bind('quality')}
      />
      <label className="grid content-start gap-1.5">
        <span className="text-sm font-medium">{t('templates.filterLanguage')}</span>
        <input
          className="control"
          placeholder="en_US"
          autoCapitalize="none"
          maxLength={16}
          value={filter.language}
          onChange={(event) => onFilter({ ...filter, language: event.target.value.trim() })}
        />
      </label>
    </>
  );
}

/** When the templates were last read from WhatsApp, and the button that reads them again. */
function Synchronise({ edits }: { edits: boolean }) {
  const { t, number } = useWords();
  const ago = useAgo();
  const say = useToast();
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const accounts = useAccounts();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const syncs = useQuery({
    queryKey: ['templates', tenantId, 'syncs'],
    queryFn: async () => (await unwrap(api.GET('/api/v1/templates/syncs'))).items,
    refetchInterval: ({ state }) => (state.data?.some((sync) => sync.state === 'running') ? SOON_MS : false),
  });
  const run = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      let found = 0;
      for (const { outletId } of accounts) found += (await unwrap(api.POST('/api/v1/templates/sync', { body: { outletId } }))).found;
      say(({ t, number }) => t('templates.synced', { count: number(found) }));
    } catch (error) {
      setProblem(toProblem(error));
    } finally {
      setBusy(false);
      await queries.invalidateQueries({ queryKey: ['templates', tenantId] });
    }
  };
  const running = syncs.data?.find(({ state }) => state === 'running');
  const failed = syncs.data?.find(({ state }) => state === 'failed');
  const last = syncs.data
    ?.map(({ finishedAt }) => finishedAt ?? '')
    .sort()
    .at(-1);
  return (
    <div className="mb-4 grid gap-3">
      <div className="flex flex-wrap items-center gap-3 text-sm text-muted">
        {edits && accounts.length > 0 && (
          <Button variant="secondary" size="small" busy={busy} onClick={() => void run()}>
            <RefreshCw aria-hidden />
            {t('templates.sync')}
          </Button>
        )}
        <span role="status">
          {running
            ? t('templates.syncing', { count: number(running.found) })
            : failed && !problem
              ? t('templates.syncFailed', { reason: failed.detail ?? '' })
              : last && t('templates.lastSync', { when: ago(last) })}
        </span>
      </div>
      {problem && <ProblemNote problem={problem} details={[problem.detail]} />}
    </div>
  );
}
