import { useState } from 'react';
import { api, unwrap } from '../../api/client';
import { Button } from '../../components/button';
import { TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { Card } from '../../components/layout';
import { useToast } from '../../components/toast';
import { majorOf, minorOf } from './amounts';
import type { CustomerInvoice } from './invoice-badge';
import { useCustomerInvoiceTexts } from './use-customer-invoice-texts';

/** A payment that came by another way: a transfer, or cash. What is due stands there already. */
export function RecordPayment({ invoice, changed }: { invoice: CustomerInvoice; changed: (now: CustomerInvoice) => void }) {
  const i = useCustomerInvoiceTexts();
  const say = useToast();
  const { currency, dueMinor } = invoice;
  const [amount, setAmount] = useState(majorOf(dueMinor, currency));
  const [reference, setReference] = useState('');
  const form = useForm(['amountMinor', 'reference'], async () => {
    const body = { amountMinor: minorOf(amount, currency), currency, reference: reference.trim() };
    const now = await unwrap(api.POST('/api/v1/invoices/{id}/payments', { params: { path: { id: invoice.id } }, body }));
    changed(now);
    setReference('');
    setAmount(majorOf(now.dueMinor, currency));
    say(() => i('recorded'));
  });
  return (
    <Card title={i('pay')}>
      <Form state={form} className="grid gap-4">
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            label={i('amount', { currency })}
            value={amount}
            onValue={setAmount}
            error={form.error('amountMinor')}
            inputMode="decimal"
            maxLength={20}
          />
          <TextField
            label={i('reference')}
            hint={i('referenceHint')}
            value={reference}
            onValue={setReference}
            error={form.error('reference')}
            maxLength={200}
          />
        </div>
        <div>
          <Button type="submit" busy={form.busy}>
            {i('record')}
          </Button>
        </div>
      </Form>
    </Card>
  );
}
