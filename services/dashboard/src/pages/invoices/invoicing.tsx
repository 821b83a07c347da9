import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap, type Schemas } from '../../api/client';
import { Badge } from '../../components/badge';
import { Button } from '../../components/button';
import { Confirm } from '../../components/dialog';
import { SelectField, TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { Card } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { useMinorMoney } from '../../i18n/use-money';
import { useSigned, useTenantId } from '../../session/session-context';
import { typedNumber } from '../typed-number';
import { useInvoiceTexts } from './use-invoice-texts';

type Invoiced = NonNullable<Schemas['InvoicingDto']['subscription']>;
type PlanName = Invoiced['plan'];

/** The plan that the company pays by invoices of the operator; a superadmin sells it here. */
export function Invoicing() {
  const i = useInvoiceTexts();
  const tenantId = useTenantId();
  const { superadmin } = useSigned();
  const invoicing = useQuery({
    queryKey: ['invoicing', tenantId],
    queryFn: () => unwrap(api.GET('/api/v1/billing/tenants/{tenantId}/invoicing', { params: { path: { tenantId } } })),
  });
  if (invoicing.isError) return <ProblemNote problem={invoicing.error} retry={() => invoicing.refetch()} />;
  const subscription = invoicing.data?.subscription;
  if (!invoicing.data || (!subscription && !superadmin)) return null;
  return (
    <Card title={i('invoicing.title')} className="max-w-3xl">
      {subscription ? <Present subscription={subscription} /> : <p className="text-muted">{i('invoicing.none')}</p>}
      {superadmin && <Sell key={subscription?.plan} present={subscription ?? null} />}
    </Card>
  );
}

function Present({ subscription: { plan, inTrial, periodTo, ends, suspended, credit } }: { subscription: Invoiced }) {
  const { t, date } = useWords();
  const i = useInvoiceTexts();
  const money = useMinorMoney();
  const values = { plan: t(`plan.${plan}`), date: date(`${periodTo}T12:00:00`, 'day') };
  return (
    <div className="grid gap-2">
      <p className="flex flex-wrap items-center gap-2">
        <span>{i(ends ? 'invoicing.ends' : inTrial ? 'invoicing.trial' : 'invoicing.until', values)}</span>
        {suspended && <Badge tone="bad">{i('invoicing.suspended')}</Badge>}
      </p>
      {credit.amountMinor > 0 && <p className="text-sm text-muted">{i('invoicing.credit', { amount: money(credit) })}</p>}
    </div>
  );
}

function Sell({ present }: { present: Invoiced | null }) {
  const { t } = useWords();
  const i = useInvoiceTexts();
  const say = useToast();
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const plans = useQuery({ queryKey: ['plans'], queryFn: () => unwrap(api.GET('/api/v1/billing/plans')) });
  const sold = plans.data?.items.filter(({ price }) => price !== null).map(({ name }) => name) ?? [];
  const [plan, setPlan] = useState<PlanName | undefined>(present?.plan);
  const [trialDays, setTrialDays] = useState('0');
  const [isEnding, setEnding] = useState(false);
  const path = { tenantId };
  const read = (): Promise<unknown> =>
    Promise.all(['invoicing', 'invoices', 'quota', 'payments'].map((key) => queries.invalidateQueries({ queryKey: [key, tenantId] })));
  const chosen = plan ?? sold[0];
  const form = useForm(['plan', 'trialDays'], async () => {
    const body = { plan: chosen!, ...(present ? {} : { trialDays: typedNumber(trialDays) ?? 0 }) };
    await unwrap(api.PUT('/api/v1/billing/tenants/{tenantId}/invoicing', { params: { path }, body }));
    await read();
    say(() => i('invoicing.sold', { plan: t(`plan.${chosen!}`) }));
  });
  if (plans.data && sold.length === 0) return <p className="mt-3 text-sm text-muted">{i('invoicing.noPrices')}</p>;
  if (chosen === undefined) return null;
  return (
    <>
      <Form state={form} className="mt-4 flex flex-wrap items-end gap-3">
        <SelectField
          label={i('invoicing.plan')}
          className="min-w-44"
          value={chosen}
          error={form.error('plan')}
          onValue={(value) => setPlan(sold.find((name) => name === value))}
          options={sold.map((name) => [name, t(`plan.${name}`)] as const)}
        />
        {!present && (
          <TextField
            label={i('invoicing.trialDays')}
            className="w-36"
            inputMode="numeric"
            value={trialDays}
            error={form.error('trialDays')}
            onValue={setTrialDays}
          />
        )}
        <Button type="submit" busy={form.busy}>
          {i(present ? 'invoicing.move' : 'invoicing.sell')}
        </Button>
        {present && !present.ends && (
          <Button variant="secondary" onClick={() => setEnding(true)}>
            {i('invoicing.cancel')}
          </Button>
        )}
      </Form>
      <Confirm
        open={isEnding}
        onClose={() => setEnding(false)}
        title={i('invoicing.cancelTitle')}
        text={i('invoicing.cancelText')}
        action={i('invoicing.cancel')}
        run={async () => {
          await unwrap(api.DELETE('/api/v1/billing/tenants/{tenantId}/invoicing', { params: { path } }));
          await read();
        }}
      />
    </>
  );
}
