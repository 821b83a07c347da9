import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import { Link, Navigate, useNavigate, useParams } from 'react-router';
import { api, idempotencyKey, unwrap } from '../../api/client';
import { Button } from '../../components/button';
import { SelectField, TextArea, TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { Card, PageHeader, SkeletonRows } from '../../components/layout';
import { useToast } from '../../components/toast';
import { useTenantId } from '../../session/session-context';
import { RecipientField, type Recipient } from '../send/recipient-field';
import { bodyOf, draftOf, NEW_INVOICE, newBodyOf, type InvoiceDraft } from './invoice-draft';
import { InvoiceLines } from './invoice-lines';
import { useCustomerInvoiceTexts } from './use-customer-invoice-texts';

const LINE_FIELDS = ['description', 'quantity', 'unitPriceMinor', 'discountPercent', 'taxPercent'] as const;
const FIELDS = ['contactId', 'phone', 'currency', 'lines', 'dueDate', 'note', 'language'] as const;
const PARTY = ['name', 'address', 'taxId', 'email'] as const;

/** An invoice that no order leads to. */
export function NewCustomerInvoicePage() {
  const i = useCustomerInvoiceTexts();
  const tenantId = useTenantId();
  // Most companies bill in one currency: that of the last invoice stands there already.
  const newest = useQuery({
    queryKey: ['customer-invoices', tenantId, 'newest'],
    queryFn: () => unwrap(api.GET('/api/v1/invoices', { params: { query: { limit: 1 } } })),
    gcTime: 0,
  });
  if (newest.isPending) return <SkeletonRows />;
  return <Editor title={i('newTitle')} begun={{ ...NEW_INVOICE, currency: newest.data?.items[0]?.currency ?? '' }} />;
}

/** An invoice that is not sent yet: what is sent never changes. */
export function EditCustomerInvoicePage() {
  const i = useCustomerInvoiceTexts();
  const { id = '' } = useParams();
  const tenantId = useTenantId();
  const invoice = useQuery({
    queryKey: ['customer-invoices', tenantId, 'one', id],
    queryFn: () => unwrap(api.GET('/api/v1/invoices/{id}', { params: { path: { id } } })),
  });
  if (!invoice.data) return invoice.isError ? <Navigate to={`/orders/invoices/${id}`} replace /> : <SkeletonRows />;
  if (invoice.data.status !== 'draft') return <Navigate to={`/orders/invoices/${id}`} replace />;
  return <Editor id={id} title={i('editTitle')} begun={draftOf(invoice.data)} />;
}

function Editor({ id, title, begun }: { id?: string; title: string; begun: InvoiceDraft }) {
  const i = useCustomerInvoiceTexts();
  const say = useToast();
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [key] = useState(idempotencyKey);
  const [draft, setDraft] = useState(begun);
  const [to, setTo] = useState<Recipient>({ typed: '', contact: undefined });
  const set = (part: Partial<InvoiceDraft>): void => setDraft((before) => ({ ...before, ...part }));
  const lineFields = draft.lines.flatMap((_, at) => LINE_FIELDS.map((field) => `lines.${at}.${field}`));
  const form = useForm([...FIELDS, ...lineFields, ...PARTY.map((field) => `customer.${field}`)], async () => {
    const saved = await unwrap(
      id === undefined
        ? api.POST('/api/v1/invoices', {
            params: { header: { 'Idempotency-Key': key } },
            body: newBodyOf(draft, to.contact ? { contactId: to.contact.id } : { phone: to.typed.trim() }),
          })
        : api.PUT('/api/v1/invoices/{id}', { params: { path: { id } }, body: bodyOf(draft) }),
    );
    queries.setQueryData(['customer-invoices', tenantId, 'one', saved.id], saved);
    say(() => i('draftSaved'));
    await navigate(`/orders/invoices/${saved.id}`);
  });
  const party = (field: (typeof PARTY)[number]) => ({
    value: draft[field],
    onValue: (value: string) => set({ [field]: value }),
    error: form.error(`customer.${field}`),
    optional: true,
  });
  return (
    <>
      <Link
        to={id === undefined ? '/orders/invoices' : `/orders/invoices/${id}`}
        className="mb-3 inline-flex items-center gap-1.5 text-sm text-muted hover:text-ink"
      >
        <ArrowLeft className="size-4" aria-hidden />
        {i('title')}
      </Link>
      <PageHeader title={title} text={i('editText')} />
      <Form state={form} className="grid max-w-3xl gap-4">
        <Card title={i('customer')}>
          <div className="grid gap-4">
            {id === undefined && <RecipientField value={to} onValue={setTo} error={form.error('phone') ?? form.error('contactId')} />}
            <TextField label={i('name')} hint={id === undefined ? i('nameHint') : undefined} maxLength={200} {...party('name')} />
            <TextArea label={i('address')} maxLength={1_000} {...party('address')} />
            <div className="grid gap-4 sm:grid-cols-2">
              <TextField label={i('taxId')} maxLength={50} {...party('taxId')} />
              <TextField label={i('email')} maxLength={200} {...party('email')} />
            </div>
          </div>
        </Card>
        <InvoiceLines lines={draft.lines} onLines={(lines) => set({ lines })} form={form} />
        <Card>
          <div className="grid gap-4 sm:grid-cols-3">
            <TextField
              label={i('currency')}
              value={draft.currency}
              onValue={(currency) => set({ currency })}
              error={form.error('currency')}
              disabled={id !== undefined}
              maxLength={3}
              autoComplete="off"
              placeholder="PEN"
            />
            <TextField
              label={i('dueBy')}
              hint={begun.dueDate ? undefined : i('dueHint')}
              type="date"
              value={draft.dueDate}
              onValue={(dueDate) => set({ dueDate })}
              error={form.error('dueDate')}
              optional={!begun.dueDate}
            />
            <SelectField
              label={i('language')}
              value={draft.language}
              onValue={(language) => set({ language })}
              error={form.error('language')}
              options={[
                ...(begun.language ? [] : [['', i('ofCustomer')] as const]),
                ['en', i('english')],
                ['es', i('spanish')],
                ...(['', 'en', 'es'].includes(begun.language) ? [] : [[begun.language, begun.language] as const]),
              ]}
            />
          </div>
          <div className="mt-4">
            <TextArea
              label={i('note')}
              hint={i('noteHint')}
              value={draft.note}
              onValue={(note) => set({ note })}
              error={form.error('note')}
              maxLength={2_000}
              optional
            />
          </div>
        </Card>
        <div>
          <Button type="submit" busy={form.busy}>
            {i('saveDraft')}
          </Button>
        </div>
      </Form>
    </>
  );
}
