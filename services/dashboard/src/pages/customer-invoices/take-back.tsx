import { useState } from 'react';
import { api, unwrap } from '../../api/client';
import { Button } from '../../components/button';
import { Dialog, DialogActions } from '../../components/dialog';
import { TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { majorOf, minorOf } from './amounts';
import type { CustomerInvoice } from './invoice-badge';
import { useCustomerInvoiceTexts } from './use-customer-invoice-texts';

interface Props {
  invoice: CustomerInvoice;
  kind: 'refund' | 'credit';
  changed: (now: CustomerInvoice) => void;
  onClose: () => void;
}

/** Writes down that money was given back, or takes an invoice back by a credit note. All of it stands there already. */
export function TakeBack({ invoice, kind, changed, onClose }: Props) {
  const { t } = useWords();
  const i = useCustomerInvoiceTexts();
  const say = useToast();
  const { currency, paidMinor, totalMinor, creditedMinor } = invoice;
  const [amount, setAmount] = useState(majorOf(kind === 'refund' ? paidMinor : totalMinor - creditedMinor, currency));
  const [reference, setReference] = useState('');
  const [reason, setReason] = useState('');
  const [isOwedAgain, setOwedAgain] = useState(false);
  const form = useForm(['amountMinor', 'reference', 'reason'], async () => {
    const params = { path: { id: invoice.id } };
    const body = { amountMinor: minorOf(amount, currency), currency, reference: reference.trim(), reason: reason.trim() };
    const now = await unwrap(
      kind === 'refund'
        ? api.POST('/api/v1/invoices/{id}/refunds', { params, body: { ...body, isOwedAgain } })
        : api.POST('/api/v1/invoices/{id}/credit-notes', { params, body }),
    );
    changed(now);
    say(() => i(`${kind}Done`));
    onClose();
  });
  return (
    <Dialog open onClose={onClose} title={i(`${kind}Title`)} description={i(`${kind}Text`)}>
      <Form state={form}>
        <TextField
          label={i('amount', { currency })}
          value={amount}
          onValue={setAmount}
          error={form.error('amountMinor')}
          inputMode="decimal"
          maxLength={20}
        />
        <TextField
          label={i('reason')}
          hint={i('reasonHint')}
          value={reason}
          onValue={setReason}
          error={form.error('reason')}
          maxLength={500}
        />
        <TextField
          label={i('reference')}
          hint={i('referenceHint')}
          value={reference}
          onValue={setReference}
          error={form.error('reference')}
          maxLength={200}
        />
        {kind === 'refund' && (
          <label className="flex min-h-10 cursor-pointer items-center gap-2">
            <input
              type="checkbox"
              className="size-5 shrink-0 accent-brand"
              checked={isOwedAgain}
              onChange={(event) => setOwedAgain(event.target.checked)}
            />
            <span>{i('owedAgain')}</span>
          </label>
        )}
        <DialogActions>
          <Button variant="secondary" onClick={onClose}>
            {t('dialog.cancel')}
          </Button>
          <Button type="submit" busy={form.busy}>
            {i('record')}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
