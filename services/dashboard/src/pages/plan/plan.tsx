import { useQuery } from '@tanstack/react-query';
import { CircleAlert } from 'lucide-react';
import { api, unwrap, type Schemas } from '../../api/client';
import { Badge } from '../../components/badge';
import { Card, PageHeader, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useWords } from '../../i18n/i18n';
import { useSigned, useTenantId } from '../../session/session-context';
import { Addons } from './addons';
import { AllPlans } from './all-plans';
import { ChangePlan } from './change-plan';
import { Charges } from './charges';
import { Meters } from './meters';
import { Payment } from './payment';
import { usePayments } from './use-checkout';
import { usePlanTexts } from './use-plan-texts';
import { useReturn } from './use-return';

/** What the company may use and has used; a superadmin puts it on a plan here. */
export function PlanPage() {
  const { t } = useWords();
  const p = usePlanTexts();
  const tenantId = useTenantId();
  const { superadmin, role } = useSigned();
  const quota = useQuery({
    queryKey: ['quota', tenantId],
    queryFn: () => unwrap(api.GET('/api/v1/billing/tenants/{tenantId}/quota', { params: { path: { tenantId } } })),
    refetchInterval: 30_000,
  });
  const isSettling = useReturn(quota.data?.plan);
  const payments = usePayments();
  const plans = useQuery({ queryKey: ['plans'], queryFn: () => unwrap(api.GET('/api/v1/billing/plans')) });
  const offered = plans.data?.items;
  const present = offered?.find(({ name }) => name === quota.data?.plan);
  return (
    <>
      <PageHeader title={t('nav.plan')} text={p('plan.text')} />
      {quota.isPending && <SkeletonRows rows={4} />}
      {quota.isError && <ProblemNote problem={quota.error} retry={() => quota.refetch()} />}
      {quota.data && (
        <div className="grid grid-cols-1 gap-6">
          <YourPlan quota={quota.data} isUnpaid={typeof payments.data?.suspendedSince === 'string'} />
          {isSettling && (
            <p role="status" className="rounded-lg bg-info-soft p-3 text-info">
              {p('plan.settling')}
            </p>
          )}
          {payments.data && <Payment payments={payments.data} isOwner={superadmin || role === 'owner'} />}
          <Card title={p('plan.meters')}>
            <Meters meters={quota.data.meters} period={quota.data.period} />
          </Card>
          <Card title={p('plan.charges')}>
            <Charges period={quota.data.period} />
          </Card>
          {superadmin && <ChangePlan key={quota.data.plan} present={quota.data.plan} />}
          {superadmin && <Addons key={JSON.stringify(quota.data.addons)} present={quota.data.addons} />}
          <Card title={p('plan.all')}>
            {plans.isPending && <SkeletonRows rows={3} />}
            {plans.isError && <ProblemNote problem={plans.error} retry={() => plans.refetch()} />}
            {offered && (
              <AllPlans
                plans={offered}
                own={quota.data.plan}
                sells={typeof payments.data?.provider === 'string' && (superadmin || role === 'owner')}
                pays={Boolean(payments.data?.subscription)}
              />
            )}
            {present && present.version !== quota.data.planVersion && (
              <p className="mt-3 text-sm text-muted">{p('plan.older', { version: quota.data.planVersion })}</p>
            )}
          </Card>
        </div>
      )}
    </>
  );
}

function YourPlan({ quota, isUnpaid }: { quota: Schemas['QuotaDto']; isUnpaid: boolean }) {
  const { t, date } = useWords();
  const p = usePlanTexts();
  const { plan, period, enforced, suspended, aiReplies } = quota;
  return (
    <Card title={p('plan.yours')} actions={<Badge tone="brand">{t(`plan.${plan}`)}</Badge>}>
      <p className="text-muted">{p('plan.month', { from: date(noonOf(period.from), 'day'), to: date(noonOf(period.to), 'day') })}</p>
      {!enforced && <p className="mt-2 text-muted">{p('plan.notEnforced')}</p>}
      {suspended && <Stopped text={p(isUnpaid ? 'plan.unpaid' : 'plan.suspended')} />}
      {enforced && !isUnpaid && aiReplies.remaining === 0 && <Stopped text={p('plan.aiUsedUp')} />}
    </Card>
  );
}

/** A day is the same in every zone at the noon of the reader's own. */
const noonOf = (day: string): string => new Date(`${day}T12:00:00`).toISOString();

function Stopped({ text }: { text: string }) {
  return (
    <p role="status" className="mt-3 flex gap-2 rounded-lg bg-bad-soft p-3 font-medium text-bad">
      <CircleAlert className="mt-0.5 size-5 shrink-0" aria-hidden />
      {text}
    </p>
  );
}
