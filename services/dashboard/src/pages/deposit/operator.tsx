import { useState } from 'react';
import { api, unwrap } from '../../api/client';
import { Button } from '../../components/button';
import { SelectField, TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { Card } from '../../components/layout';
import { useToast } from '../../components/toast';
import { useTenantId } from '../../session/session-context';
import { readAmount } from './amount';
import { AmountField } from './amount-field';
import { useDepositTexts, useMoved } from './use-deposit';

const KINDS = ['payment', 'credit'] as const;
type Kind = (typeof KINDS)[number];

/** The superadmin records a payment that came another way, or gives credit. */
export function Operator({ currency }: { currency: string }) {
  const p = useDepositTexts();
  const say = useToast();
  const moved = useMoved();
  const tenantId = useTenantId();
  const [kind, setKind] = useState<Kind>('payment');
  const [typed, setTyped] = useState('');
  const [reference, setReference] = useState('');
  const amountMinor = readAmount(typed, currency);
  const form = useForm(['amountMinor', 'currency', 'reference'], async () => {
    if (!amountMinor) return;
    const request = { params: { path: { tenantId } }, body: { amountMinor, currency, reference } };
    if (kind === 'payment') await unwrap(api.POST('/api/v1/billing/tenants/{tenantId}/deposit', request));
    else await unwrap(api.POST('/api/v1/billing/tenants/{tenantId}/credits', request));
    setTyped('');
    setReference('');
    await moved();
    say(() => p(`deposit.done.${kind}`));
  });
  return (
    <Card title={p('deposit.operator')} className="lg:col-span-2">
      <p className="mb-4 text-muted">{p('deposit.operatorText')}</p>
      <Form state={form} className="grid items-start gap-4 sm:grid-cols-3">
        <SelectField
          label={p('deposit.operatorKind')}
          value={kind}
          onValue={(value) => setKind(KINDS.find((each) => each === value) ?? 'payment')}
          options={KINDS.map((each) => [each, p(`deposit.give.${each}`)] as const)}
        />
        <AmountField label={p('deposit.amount')} currency={currency} value={typed} onValue={setTyped} error={form.error('amountMinor')} />
        <TextField
          label={p('deposit.reference')}
          hint={p('deposit.referenceHint')}
          maxLength={150}
          value={reference}
          onValue={setReference}
          error={form.error('reference')}
        />
        <Button
          type="submit"
          variant="secondary"
          className="justify-self-start sm:col-span-3"
          busy={form.busy}
          disabled={!amountMinor || !reference}
        >
          {p('deposit.record')}
        </Button>
      </Form>
    </Card>
  );
}
