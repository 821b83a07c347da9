import { useQuery } from '@tanstack/react-query';
import { ShieldAlert, ShieldCheck } from 'lucide-react';
import { api, unwrap } from '../../api/client';
import { Card, EmptyState, PageHeader, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useWords } from '../../i18n/i18n';
import { may } from '../../session/permissions';
import { useSigned, useTenantId } from '../../session/session-context';
import { RangeChooser } from '../range-chooser';
import { useRange } from '../use-range';
import { CodeFigures } from './code-figures';
import { CodeSettings } from './code-settings';
import { TryCode } from './try-code';
import { useCodesTexts } from './use-codes-texts';

/** One-time codes: what became of them, what was unusual, a try, and the settings. */
export function CodesPage() {
  const { t } = useWords();
  const c = useCodesTexts();
  const tenantId = useTenantId();
  const edits = may(useSigned(), 'edit-codes');
  const range = useRange();
  const { from, to } = range.days;
  const figures = useQuery({
    queryKey: ['codes', tenantId, 'figures', from, to],
    queryFn: () => unwrap(api.GET('/api/v1/otp/figures', { params: { query: { from, to } } })),
    refetchInterval: 15_000,
  });
  return (
    <>
      <PageHeader title={t('nav.codes')} text={c('codes.text')} actions={<RangeChooser {...range} />} />
      <div className="grid grid-cols-1 gap-6">
        <Alerts />
        {figures.isPending && <SkeletonRows rows={3} />}
        {figures.isError && !figures.data && <ProblemNote problem={figures.error} retry={() => figures.refetch()} />}
        {figures.data?.items.length === 0 && (
          <Card>
            <EmptyState icon={ShieldCheck} title={c('codes.none')} text={edits ? c('codes.noneText') : ''} />
          </Card>
        )}
        {figures.data && figures.data.items.length > 0 && <CodeFigures items={figures.data.items} />}
        {edits && <TryCode />}
        <CodeSettings />
      </div>
    </>
  );
}

/** Blocks of numbers to which codes were refused in the last day. */
function Alerts() {
  const c = useCodesTexts();
  const { number, date } = useWords();
  const tenantId = useTenantId();
  const alerts = useQuery({
    queryKey: ['codes', tenantId, 'alerts'],
    queryFn: () => unwrap(api.GET('/api/v1/otp/alerts')),
    refetchInterval: 30_000,
  });
  const recent = (alerts.data?.items ?? []).filter(({ lastAt }) => Date.parse(lastAt) > Date.now() - 86_400_000);
  return recent.map(({ prefix, lastAt, refused }) => (
    <div key={prefix} role="alert" className="flex items-start gap-3 rounded-lg bg-raised p-4">
      <ShieldAlert className="mt-0.5 size-5 shrink-0 text-warn" aria-hidden />
      <div>
        <p className="font-semibold">{c('codes.alert', { count: number(refused), prefix: `+${prefix}` })}</p>
        <p className="text-sm text-muted">{c('codes.alertText', { at: date(lastAt, 'time') })}</p>
      </div>
    </div>
  ));
}
