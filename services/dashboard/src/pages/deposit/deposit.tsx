import type { Schemas } from '../../api/client';
import { Card, PageHeader, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useWords } from '../../i18n/i18n';
import { useMinorMoney } from '../../i18n/use-money';
import { useSigned } from '../../session/session-context';
import { usePayments } from '../plan/use-checkout';
import { AutomaticTopUp } from './automatic-top-up';
import { DailyCap } from './daily-cap';
import { Entries } from './entries';
import { Operator } from './operator';
import { TopUp } from './top-up';
import { useDepositTexts, useQuota, useSpending } from './use-deposit';
import { useTopUpReturn } from './use-top-up-return';

/** The company's prepaid money: what there is, what moved it, and how much of it may be spent. */
export function DepositPage() {
  const { t } = useWords();
  const p = useDepositTexts();
  const { superadmin, role } = useSigned();
  const quota = useQuota();
  const spending = useSpending();
  const payments = usePayments();
  const isOwner = superadmin || role === 'owner';
  const isSettling = useTopUpReturn(quota.data);
  const failed = [quota, spending, payments].find(({ isError, data }) => isError && !data);
  return (
    <>
      <PageHeader title={t('nav.deposit')} text={p('deposit.text')} />
      {failed && <ProblemNote problem={failed.error} retry={() => failed.refetch()} />}
      {!failed && !(quota.data && spending.data && payments.data) && <SkeletonRows rows={4} />}
      {quota.data && spending.data && payments.data && (
        <div className="grid grid-cols-1 gap-6 lg:grid-cols-2">
          <div className="lg:col-span-2">
            <Balance deposit={quota.data.deposit} currency={payments.data.currency} spentMinor={spending.data.spentMinor} />
          </div>
          {isSettling && (
            <p role="status" className="rounded-lg bg-info-soft p-3 text-info lg:col-span-2">
              {p('deposit.settling')}
            </p>
          )}
          {isOwner && <TopUp payments={payments.data} />}
          <DailyCap key={String(spending.data.dailyMinor)} spending={spending.data} currency={payments.data.currency} isOwner={isOwner} />
          {payments.data.provider && <AutomaticTopUp currency={payments.data.currency} isOwner={isOwner} />}
          {superadmin && <Operator currency={payments.data.currency} />}
          <div className="min-w-0 lg:col-span-2">
            <Entries mayCorrect={superadmin} />
          </div>
        </div>
      )}
    </>
  );
}

interface BalanceProps {
  deposit: Schemas['DepositDto'] | null;
  currency: string;
  spentMinor: number;
}

function Balance({ deposit, currency, spentMinor }: BalanceProps) {
  const p = useDepositTexts();
  const money = useMinorMoney();
  const of = (amountMinor: number): string => money({ amountMinor, currency });
  const [balance, reserved] = [deposit?.balance.amountMinor ?? 0, deposit?.reserved.amountMinor ?? 0];
  const facts = [
    ['free', balance - reserved],
    ['reserved', reserved],
    ['spent', spentMinor],
  ] as const;
  return (
    <Card title={p('deposit.balance')}>
      <p className="text-3xl font-semibold tabular-nums">{of(balance)}</p>
      <p className="mt-1 text-muted">{p(deposit ? 'deposit.what' : 'deposit.none')}</p>
      <dl className="mt-4 grid gap-3 sm:grid-cols-3">
        {facts.map(([name, amountMinor]) => (
          <div key={name} className="rounded-lg bg-raised p-3">
            <dt className="text-sm text-muted">{p(`deposit.${name}`)}</dt>
            <dd className="mt-0.5 font-medium tabular-nums">{of(amountMinor)}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
