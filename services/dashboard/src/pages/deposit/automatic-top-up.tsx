import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap, type Schemas } from '../../api/client';
import { Badge } from '../../components/badge';
import { Button } from '../../components/button';
import { SelectField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { Card, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { useMinorMoney } from '../../i18n/use-money';
import { useTenantId } from '../../session/session-context';
import { readAmount, typedAmount } from './amount';
import { AmountField } from './amount-field';
import { useDepositTexts } from './use-deposit';

type TopUp = Schemas['AutomaticTopUpDto'];
const TIMES = [1, 2, 3, 5, 10] as const;

/** How the deposit is filled up by itself. */
export function AutomaticTopUp({ currency, isOwner }: { currency: string; isOwner: boolean }) {
  const p = useDepositTexts();
  const tenantId = useTenantId();
  const topUp = useQuery({
    queryKey: ['automatic-top-up', tenantId],
    queryFn: () => unwrap(api.GET('/api/v1/billing/tenants/{tenantId}/automatic-top-up', { params: { path: { tenantId } } })),
    refetchInterval: 30_000,
  });
  const { data } = topUp;
  return (
    <Card
      title={p('deposit.auto')}
      className="lg:col-span-2"
      actions={data && <Badge tone={data.isOn ? 'good' : 'neutral'}>{p(data.isOn ? 'deposit.auto.on' : 'deposit.auto.off')}</Badge>}
    >
      <p className="mb-4 max-w-3xl text-muted">{p('deposit.autoText')}</p>
      {topUp.isPending && <SkeletonRows rows={2} />}
      {topUp.isError && !data && <ProblemNote problem={topUp.error} retry={() => topUp.refetch()} />}
      {data && <LastCharge topUp={data} />}
      {data && isOwner && (
        <Rule key={`${data.isOn} ${data.belowMinor} ${data.amountMinor} ${data.maxDaily}`} topUp={data} currency={currency} />
      )}
      {data && !isOwner && data.isOn && <Chosen topUp={data} currency={currency} />}
    </Card>
  );
}

function Chosen({ topUp: { belowMinor, amountMinor, maxDaily }, currency }: { topUp: TopUp; currency: string }) {
  const p = useDepositTexts();
  const money = useMinorMoney();
  const of = (amount: number): string => money({ amountMinor: amount, currency });
  return <p>{p('deposit.auto.rule', { below: of(belowMinor), amount: of(amountMinor), times: maxDaily })}</p>;
}

function LastCharge({ topUp: { lastCharge, failures, isOn } }: { topUp: TopUp }) {
  const { date } = useWords();
  const p = useDepositTexts();
  const money = useMinorMoney();
  if (!lastCharge) return null;
  const { at, amount, state, error } = lastCharge;
  const text = p(`deposit.charge.${state}`, { amount: money(amount), at: date(at) });
  if (state !== 'failed') return <p className="mb-4">{text}</p>;
  return (
    <p role="status" className="mb-4 rounded-lg bg-warn-soft p-3 text-warn">
      {text} {error} {failures > 0 && p(isOn ? 'deposit.charge.again' : 'deposit.charge.off')}
    </p>
  );
}

function Rule({ topUp, currency }: { topUp: TopUp; currency: string }) {
  const p = useDepositTexts();
  const { number } = useWords();
  const say = useToast();
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const [below, setBelow] = useState(typedAmount(topUp.belowMinor, currency));
  const [amount, setAmount] = useState(typedAmount(topUp.amountMinor, currency));
  const [times, setTimes] = useState(String(topUp.maxDaily));
  const [belowMinor, amountMinor] = [readAmount(below, currency), readAmount(amount, currency)];
  const isWhole = Boolean(belowMinor && amountMinor);
  const save = async (isOn: boolean): Promise<void> => {
    if (!belowMinor || !amountMinor) return;
    const rule = { isOn, belowMinor, amountMinor, maxDaily: Number(times) };
    await unwrap(api.PUT('/api/v1/billing/tenants/{tenantId}/automatic-top-up', { params: { path: { tenantId } }, body: rule }));
    await queries.invalidateQueries({ queryKey: ['automatic-top-up', tenantId] });
    say(() => p(isOn ? 'deposit.auto.saved' : 'deposit.auto.stopped'));
  };
  const form = useForm(['belowMinor', 'amountMinor', 'maxDaily'], () => save(true));
  const stop = useForm([], () => save(false));
  return (
    <Form state={form} className="grid items-start gap-4 sm:grid-cols-3">
      {stop.problem && (
        <div className="sm:col-span-3">
          <ProblemNote problem={stop.problem} />
        </div>
      )}
      <AmountField label={p('deposit.auto.below')} currency={currency} value={below} onValue={setBelow} error={form.error('belowMinor')} />
      <AmountField
        label={p('deposit.auto.amount')}
        currency={currency}
        value={amount}
        onValue={setAmount}
        error={form.error('amountMinor')}
      />
      <SelectField
        label={p('deposit.auto.times')}
        value={times}
        onValue={setTimes}
        options={TIMES.map((each) => [String(each), number(each)] as const)}
      />
      <div className="flex flex-wrap gap-2 sm:col-span-3">
        <Button type="submit" variant="secondary" busy={form.busy} disabled={!isWhole}>
          {p(topUp.isOn ? 'deposit.save' : 'deposit.auto.switchOn')}
        </Button>
        {topUp.isOn && (
          <Button variant="ghost" busy={stop.busy} disabled={!isWhole} onClick={() => stop.submit()}>
            {p('deposit.auto.switchOff')}
          </Button>
        )}
      </div>
    </Form>
  );
}
