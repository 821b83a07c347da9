import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap, type Schemas } from '../../api/client';
import { Button } from '../../components/button';
import { Dialog, DialogActions } from '../../components/dialog';
import { TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { useMinorMoney } from '../../i18n/use-money';
import { useTenantId } from '../../session/session-context';
import { useInvoiceTexts } from './use-invoice-texts';

/** The superadmin records that an open invoice was paid. */
export function RecordPayment({ invoice, onClose }: { invoice: Schemas['InvoiceDto']; onClose: () => void }) {
  const { t } = useWords();
  const i = useInvoiceTexts();
  const money = useMinorMoney();
  const say = useToast();
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const [reference, setReference] = useState('');
  const form = useForm(['reference'], async () => {
    const path = { tenantId, id: invoice.id };
    await unwrap(api.POST('/api/v1/billing/tenants/{tenantId}/invoices/{id}/payment', { params: { path }, body: { reference } }));
    await Promise.all(
      ['invoicing', 'invoices', 'quota', 'payments'].map((key) => queries.invalidateQueries({ queryKey: [key, tenantId] })),
    );
    say(() => i('invoices.paidNow', { number: invoice.number }));
    onClose();
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={i('invoices.payTitle', { number: invoice.number })}
      description={i('invoices.payText', { amount: money(invoice.total) })}
    >
      <Form state={form}>
        <TextField
          label={i('invoices.reference')}
          hint={i('invoices.referenceHint')}
          maxLength={150}
          value={reference}
          error={form.error('reference')}
          onValue={setReference}
        />
        <DialogActions>
          <Button variant="secondary" onClick={onClose}>
            {t('dialog.cancel')}
          </Button>
          <Button type="submit" busy={form.busy}>
            {i('invoices.pay')}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
