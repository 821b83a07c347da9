import { download } from '../../api/client';
import { toProblem } from '../../api/problem';
import { Button } from '../../components/button';
import { Card } from '../../components/layout';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { useMinorMoney } from '../../i18n/use-money';
import { WentBadge } from '../orders/order-timeline';
import type { CustomerInvoice } from './invoice-badge';
import { useCustomerInvoiceTexts } from './use-customer-invoice-texts';

/** What was paid, given back and credited, and what the customer was told. */
export function InvoiceHistory({ invoice }: { invoice: CustomerInvoice }) {
  const { date } = useWords();
  const i = useCustomerInvoiceTexts();
  const say = useToast();
  const money = useMinorMoney();
  const { id, currency, payments, creditNotes, messages } = invoice;
  const entries = [
    ...payments.map(({ id: key, at, kind, amountMinor, reference }) => ({
      key,
      at,
      what: i(kind),
      amountMinor,
      text: reference,
      note: '',
    })),
    ...creditNotes.map(({ id: key, issuedAt: at, creditNumber, amountMinor, reason }) => ({
      key,
      at,
      what: i('creditNote', { number: creditNumber }),
      amountMinor,
      text: reason,
      note: creditNumber,
    })),
  ].sort((a, b) => (a.at < b.at ? 1 : -1));
  const pdf = (key: string, number: string): void =>
    void download(`/api/v1/invoices/${id}/credit-notes/${key}/pdf`, `${number}.pdf`).catch((error: unknown) =>
      say(({ explain }) => explain(toProblem(error)), 'bad'),
    );
  return (
    <>
      <Card title={i('payments')}>
        {entries.length === 0 ? (
          <p className="text-muted">{i('noPayments')}</p>
        ) : (
          <ul className="grid gap-3">
            {entries.map(({ key, at, what, amountMinor, text, note }) => (
              <li key={key} className="flex flex-wrap justify-between gap-x-4 gap-y-1">
                <span className="min-w-0 break-words">
                  {what}
                  <span className="block text-sm break-words text-muted">{text}</span>
                  <span className="block text-sm text-muted">{date(at)}</span>
                </span>
                <span className="text-right tabular-nums">
                  {money({ amountMinor, currency })}
                  {note && (
                    <Button variant="ghost" size="small" aria-label={i('creditNotePdf', { number: note })} onClick={() => pdf(key, note)}>
                      {i('pdf')}
                    </Button>
                  )}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Card>
      <Card title={i('messages')}>
        {messages.length === 0 ? (
          <p className="text-muted">{i('noMessages')}</p>
        ) : (
          <ol className="grid gap-3">
            {messages.toReversed().map((message, at) => (
              <li key={at}>
                <p className="flex flex-wrap items-center gap-2">
                  {i(`tells.${message.type}`)}
                  <WentBadge status={message.status} />
                </p>
                {message.detail && <p className="text-sm break-words text-muted">{message.detail}</p>}
                <p className="text-sm text-muted">{date(message.at)}</p>
              </li>
            ))}
          </ol>
        )}
      </Card>
    </>
  );
}
