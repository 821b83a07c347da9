import { useQuery } from '@tanstack/react-query';
import { ArrowRight, BookOpen, CircleCheck, KeyRound, Phone, type LucideIcon } from 'lucide-react';
import { Link } from 'react-router';
import { api, unwrap } from '../api/client';
import { Button } from '../components/button';
import { Card, EmptyState, PageHeader, SkeletonRows } from '../components/layout';
import { ProblemNote } from '../components/problem-note';
import { useWords } from '../i18n/i18n';
import { may } from '../session/permissions';
import { useSigned, useTenantId } from '../session/session-context';
import { OutletHealth, OutletStatus } from './outlets/outlet-badges';
import { Figures } from './overview-figures';
import { Satisfaction } from './satisfaction';

export function OverviewPage() {
  const { t } = useWords();
  const { me } = useSigned();
  return (
    <>
      <PageHeader title={t('overview.hello', { name: me.name.split(' ')[0] ?? me.name })} text={t('overview.text')} />
      <div className="grid gap-6">
        <NextSteps />
        <Figures />
        <Satisfaction />
        <Outlets />
      </div>
    </>
  );
}

const useOutlets = () => {
  const tenantId = useTenantId();
  return useQuery({
    queryKey: ['outlets', tenantId, 'first'],
    queryFn: () => unwrap(api.GET('/api/v1/outlets', { params: { query: { limit: 50 } } })),
  });
};

function Outlets() {
  const { t } = useWords();
  const outlets = useOutlets();
  return (
    <Card
      title={t('overview.outlets')}
      actions={
        <Button asChild variant="ghost" size="small">
          <Link to="/outlets">
            {t('overview.allOutlets')}
            <ArrowRight aria-hidden />
          </Link>
        </Button>
      }
    >
      {outlets.isPending && <SkeletonRows rows={2} />}
      {outlets.isError && <ProblemNote problem={outlets.error} retry={() => outlets.refetch()} />}
      {outlets.data?.items.length === 0 && <EmptyState icon={Phone} title={t('outlets.empty')} text={t('outlets.emptyText')} />}
      <ul className="grid divide-y divide-line">
        {outlets.data?.items.map((outlet) => (
          <li key={outlet.id} className="flex flex-wrap items-center gap-x-4 gap-y-1.5 py-3 first:pt-0 last:pb-0">
            <div className="min-w-0 grow">
              <p className="truncate font-medium">{outlet.name}</p>
              <p className="text-sm text-muted">{outlet.displayPhoneNumber}</p>
            </div>
            <div className="flex flex-wrap gap-1.5">
              <OutletStatus outlet={outlet} />
              <OutletHealth outlet={outlet} />
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** What a new company has yet to do; gone when all is done. */
function NextSteps() {
  const { t } = useWords();
  const signed = useSigned();
  const tenantId = useTenantId();
  const keysVisible = may(signed, 'api-keys');
  const outlets = useOutlets();
  const bases = useQuery({
    queryKey: ['knowledge', tenantId, 'first'],
    queryFn: () => unwrap(api.GET('/api/v1/knowledge-bases', { params: { query: { limit: 50 } } })),
  });
  const keys = useQuery({
    queryKey: ['api-keys', tenantId, 'first'],
    queryFn: () =>
      unwrap(api.GET('/api/v1/tenants/{id}/api-keys', { params: { path: { id: tenantId }, query: { limit: 1, status: 'active' } } })),
    enabled: keysVisible,
  });
  // Nothing is advised to those who may not do it, nor before all is known.
  if (!keysVisible || !outlets.data || !bases.data || !keys.data) return null;
  const steps: [done: boolean, path: string, icon: LucideIcon, title: string, text: string][] = [
    [outlets.data.items.length > 0, '/outlets', Phone, t('next.outlet'), t('next.outletText')],
    [
      bases.data.items.some(({ publishedVersion }) => publishedVersion !== null),
      '/knowledge',
      BookOpen,
      t('next.knowledge'),
      t('next.knowledgeText'),
    ],
    [keys.data.items.length > 0, '/api-keys', KeyRound, t('next.key'), t('next.keyText')],
  ];
  if (steps.every(([done]) => done)) return null;
  return (
    <Card title={t('next.title')}>
      <ol className="grid gap-3 md:grid-cols-3">
        {steps.map(([done, path, Icon, title, text]) => (
          <li key={path} className="flex flex-col rounded-lg border border-line p-4">
            <div className="mb-2 flex items-center gap-2.5">
              {done ? <CircleCheck className="size-5 text-good" aria-hidden /> : <Icon className="size-5 text-brand-ink" aria-hidden />}
              <p className="font-medium">{title}</p>
            </div>
            <p className="mb-3 grow text-sm text-muted">{done ? t('next.done') : text}</p>
            {!done && (
              <Button asChild variant="secondary" size="small" className="self-start">
                <Link to={path} aria-label={t('next.goTo', { step: title })}>
                  {t('next.go')}
                  <ArrowRight aria-hidden />
                </Link>
              </Button>
            )}
          </li>
        ))}
      </ol>
    </Card>
  );
}
