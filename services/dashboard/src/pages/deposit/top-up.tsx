import { Wallet } from 'lucide-react';
import { useState } from 'react';
import { api, unwrap, type Schemas } from '../../api/client';
import { Button } from '../../components/button';
import { Form, useForm } from '../../components/form';
import { Card } from '../../components/layout';
import { useTenantId } from '../../session/session-context';
import { readAmount } from './amount';
import { AmountField } from './amount-field';
import { useDepositTexts, useQuota } from './use-deposit';
import { leaveForCheckout } from './use-top-up-return';

/** Pays into the deposit, at the provider's checkout. */
export function TopUp({ payments }: { payments: Schemas['PaymentsDto'] }) {
  const p = useDepositTexts();
  const tenantId = useTenantId();
  const quota = useQuota();
  const { currency, provider } = payments;
  const [typed, setTyped] = useState('');
  const amountMinor = readAmount(typed, currency);
  const form = useForm(['amountMinor'], async () => {
    if (!amountMinor) return;
    const { url } = await unwrap(
      api.POST('/api/v1/billing/tenants/{tenantId}/checkout', { params: { path: { tenantId } }, body: { amountMinor } }),
    );
    leaveForCheckout(quota.data?.deposit?.balance.amountMinor ?? 0);
    window.location.assign(url);
  });
  return (
    <Card title={p('deposit.topUp')}>
      <p className="mb-4 text-muted">{p(provider ? 'deposit.topUpText' : 'deposit.noProvider')}</p>
      {provider && (
        <Form state={form}>
          <AmountField label={p('deposit.amount')} currency={currency} value={typed} onValue={setTyped} error={form.error('amountMinor')} />
          <Button type="submit" className="justify-self-start" busy={form.busy} disabled={!amountMinor}>
            <Wallet aria-hidden />
            {p('deposit.pay')}
          </Button>
        </Form>
      )}
    </Card>
  );
}
