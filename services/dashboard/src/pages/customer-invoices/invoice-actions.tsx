import { FileDown, Link2, Pencil, Send, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, download, unwrap } from '../../api/client';
import { toProblem } from '../../api/problem';
import { Button } from '../../components/button';
import { Confirm } from '../../components/dialog';
import { useToast } from '../../components/toast';
import { useCustomerInvoiceTexts } from './use-customer-invoice-texts';
import type { CustomerInvoice } from './invoice-badge';
import { TakeBack } from './take-back';

interface Props {
  invoice: CustomerInvoice;
  changed: (now: CustomerInvoice) => void;
  again: () => void;
  mayWork: boolean;
}

/** What is done with an invoice as a whole. */
export function InvoiceActions({ invoice, changed, again, mayWork }: Props) {
  const i = useCustomerInvoiceTexts();
  const say = useToast();
  const [asked, setAsked] = useState<'sent' | 'void'>();
  const [takenBack, setTakenBack] = useState<'refund' | 'credit'>();
  const { id, status, invoiceNumber, paidMinor } = invoice;
  const path = { id };
  const fail = (error: unknown): void => say(({ explain }) => explain(toProblem(error)), 'bad');
  const move = async (to: 'sent' | 'void'): Promise<void> => {
    const now = await unwrap(api.PUT('/api/v1/invoices/{id}', { params: { path }, body: { status: to } }));
    changed(now);
    say(() => i(to === 'sent' ? 'finished' : 'voided', { number: now.invoiceNumber ?? '' }));
  };
  const tell = async (): Promise<void> => {
    try {
      const told = await unwrap(api.POST('/api/v1/invoices/{id}/messages', { params: { path } }));
      if (told.status === 'skipped') say(() => i('notTold'), 'bad');
      else say(() => i('told'));
      again();
    } catch (error) {
      fail(error);
    }
  };
  const copyLink = async (): Promise<void> => {
    try {
      const { url } = await unwrap(api.POST('/api/v1/invoices/{id}/payment-link', { params: { path } }));
      // There is no clipboard on a page that came over plain http from another machine.
      await navigator.clipboard?.writeText(url);
      say(() => (navigator.clipboard ? i('linkCopied') : url));
    } catch (error) {
      fail(error);
    }
  };
  const isFinal = status !== 'draft' && status !== 'void';
  const mayCredit = mayWork && isFinal && invoice.totalMinor > invoice.creditedMinor;
  return (
    <>
      <Button
        variant="secondary"
        onClick={() => void download(`/api/v1/invoices/${id}/pdf`, `${invoiceNumber ?? 'draft'}.pdf`).catch(fail)}
      >
        <FileDown aria-hidden />
        {i('pdf')}
      </Button>
      {mayWork && status === 'draft' && (
        <>
          <Button asChild variant="secondary">
            <Link to={`/orders/invoices/${id}/edit`}>
              <Pencil aria-hidden />
              {i('edit')}
            </Link>
          </Button>
          <Button onClick={() => setAsked('sent')}>
            <Send aria-hidden />
            {i('finish')}
          </Button>
        </>
      )}
      {mayWork && isFinal && (
        <Button variant="secondary" onClick={() => void tell()}>
          <Send aria-hidden />
          {i('tell')}
        </Button>
      )}
      {mayWork && isFinal && status !== 'paid' && (
        <Button variant="secondary" onClick={() => void copyLink()}>
          <Link2 aria-hidden />
          {i('copyLink')}
        </Button>
      )}
      {mayWork && paidMinor > 0 && (
        <Button variant="secondary" onClick={() => setTakenBack('refund')}>
          <Undo2 aria-hidden />
          {i('giveBack')}
        </Button>
      )}
      {mayCredit && (
        <Button variant="secondary" onClick={() => setTakenBack('credit')}>
          <Undo2 aria-hidden />
          {i('credit')}
        </Button>
      )}
      {mayWork && status !== 'void' && status !== 'paid' && paidMinor === 0 && (
        <Button variant="quiet" onClick={() => setAsked('void')}>
          {i('void')}
        </Button>
      )}
      {takenBack && <TakeBack invoice={invoice} kind={takenBack} changed={changed} onClose={() => setTakenBack(undefined)} />}
      <Confirm
        open={asked === 'sent'}
        onClose={() => setAsked(undefined)}
        title={i('finishTitle')}
        text={i('finishText')}
        action={i('finish')}
        danger={false}
        run={() => move('sent')}
      />
      <Confirm
        open={asked === 'void'}
        onClose={() => setAsked(undefined)}
        title={i('voidTitle')}
        text={i('voidText')}
        action={i('void')}
        run={() => move('void')}
      />
    </>
  );
}
