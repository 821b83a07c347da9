import { useInfiniteQuery } from '@tanstack/react-query';
import { FileDown, ReceiptText } from 'lucide-react';
import { useState } from 'react';
import { api, download, unwrap, type Schemas } from '../../api/client';
import { toProblem } from '../../api/problem';
import { Badge, type Tone } from '../../components/badge';
import { Button } from '../../components/button';
import { EmptyState, PageHeader } from '../../components/layout';
import { Listing, nextCursor, pageQuery } from '../../components/listing';
import { Table } from '../../components/table';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { useMinorMoney } from '../../i18n/use-money';
import { useSigned, useTenantId } from '../../session/session-context';
import { BillingDetails } from './billing-details';
import { InvoiceSettings } from './invoice-settings';
import { Invoicing } from './invoicing';
import { RecordPayment } from './record-payment';
import { useInvoiceTexts } from './use-invoice-texts';

type Invoice = Schemas['InvoiceDto'];
const TONES: Record<Invoice['state'], Tone> = { open: 'info', overdue: 'bad', paid: 'good', cancelled: 'neutral' };

/** The operator's invoices to the company, and what stands on them. */
export function InvoicesPage() {
  const { t } = useWords();
  const i = useInvoiceTexts();
  const { superadmin } = useSigned();
  return (
    <>
      <PageHeader title={t('nav.invoices')} text={i('invoices.text')} />
      <div className="grid grid-cols-1 gap-6">
        <Invoicing />
        <InvoiceList />
        <BillingDetails />
        {superadmin && <InvoiceSettings />}
      </div>
    </>
  );
}

function InvoiceList() {
  const { date } = useWords();
  const i = useInvoiceTexts();
  const money = useMinorMoney();
  const tenantId = useTenantId();
  const { superadmin } = useSigned();
  const [paid, setPaid] = useState<Invoice>();
  const invoices = useInfiniteQuery({
    queryKey: ['invoices', tenantId],
    queryFn: ({ pageParam }) =>
      unwrap(api.GET('/api/v1/billing/tenants/{tenantId}/invoices', { params: { path: { tenantId }, query: pageQuery(pageParam) } })),
    initialPageParam: '',
    getNextPageParam: nextCursor,
  });
  const day = (of: string) => date(`${of}T12:00:00`, 'day');
  return (
    <section className="card" aria-label={i('invoices.list')}>
      <Listing query={invoices} empty={<EmptyState icon={ReceiptText} title={i('invoices.none')} text={i('invoices.noneText')} />}>
        {(rows) => (
          <Table<Invoice>
            label={i('invoices.list')}
            rows={rows}
            rowKey={({ id }) => id}
            columns={[
              {
                key: 'number',
                title: i('invoices.number'),
                main: true,
                cell: ({ number, kind }) => (
                  <>
                    <span className="font-medium tabular-nums">{number}</span>
                    {kind === 'credit_note' && <span className="ml-2 text-sm text-muted">{i('invoices.kind.credit_note')}</span>}
                  </>
                ),
              },
              { key: 'issued', title: i('invoices.issued'), cell: ({ issuedAt }) => date(issuedAt, 'day') },
              {
                key: 'period',
                title: i('invoices.period'),
                cell: ({ periodFrom, periodTo }) => (periodFrom && periodTo ? `${day(periodFrom)} – ${day(periodTo)}` : '–'),
              },
              {
                key: 'state',
                title: i('invoices.state'),
                cell: ({ kind, state, dueAt }) =>
                  kind === 'credit_note' ? (
                    '–'
                  ) : (
                    <span className="inline-flex flex-wrap items-center gap-2">
                      <Badge tone={TONES[state]}>{i(`invoices.state.${state}`)}</Badge>
                      {dueAt && (state === 'open' || state === 'overdue') && (
                        <span className="text-sm text-muted">{i('invoices.due', { date: date(dueAt, 'day') })}</span>
                      )}
                    </span>
                  ),
              },
              { key: 'total', title: i('invoices.total'), end: true, cell: ({ total }) => money(total) },
              {
                key: 'actions',
                title: i('invoices.pdf'),
                actions: true,
                end: true,
                cell: (invoice) => (
                  <span className="inline-flex flex-wrap justify-end gap-2">
                    {superadmin && (invoice.state === 'open' || invoice.state === 'overdue') && (
                      <Button size="small" aria-label={i('invoices.payOf', { number: invoice.number })} onClick={() => setPaid(invoice)}>
                        {i('invoices.pay')}
                      </Button>
                    )}
                    <Pdf invoice={invoice} />
                  </span>
                ),
              },
            ]}
          />
        )}
      </Listing>
      {paid && <RecordPayment invoice={paid} onClose={() => setPaid(undefined)} />}
    </section>
  );
}

function Pdf({ invoice: { id, number } }: { invoice: Invoice }) {
  const i = useInvoiceTexts();
  const say = useToast();
  const tenantId = useTenantId();
  const get = (): void =>
    void download(`/api/v1/billing/tenants/${tenantId}/invoices/${id}/pdf`, `${number}.pdf`).catch((error: unknown) =>
      say(({ explain }) => explain(toProblem(error)), 'bad'),
    );
  return (
    <Button variant="secondary" size="small" aria-label={i('invoices.pdfOf', { number })} onClick={get}>
      <FileDown aria-hidden />
      {i('invoices.pdf')}
    </Button>
  );
}
