import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap, type Schemas } from '../../api/client';
import { Button } from '../../components/button';
import { TextArea, TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { Card, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useToast } from '../../components/toast';
import { useSigned, useTenantId } from '../../session/session-context';
import { useInvoiceTexts } from './use-invoice-texts';

type Details = Schemas['BillingDetailsDto'];

/** What the company wants on its invoices; owners change it. */
export function BillingDetails() {
  const i = useInvoiceTexts();
  const tenantId = useTenantId();
  const details = useQuery({
    queryKey: ['billing-details', tenantId],
    queryFn: () => unwrap(api.GET('/api/v1/billing/tenants/{tenantId}/details', { params: { path: { tenantId } } })),
    // Typing is not to be overwritten by what comes in the background; whoever comes back reads anew.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  return (
    <Card title={i('invoices.details')} className="max-w-3xl">
      <p className="mb-4 text-muted">{i('invoices.detailsText')}</p>
      {details.isPending && <SkeletonRows rows={3} />}
      {details.isError && <ProblemNote problem={details.error} retry={() => details.refetch()} />}
      {details.data && <DetailsForm first={details.data} />}
    </Card>
  );
}

function DetailsForm({ first }: { first: Details }) {
  const i = useInvoiceTexts();
  const say = useToast();
  const tenantId = useTenantId();
  const { superadmin, role } = useSigned();
  const [saved, setSaved] = useState(first);
  const [draft, setDraft] = useState({ name: first.name, address: first.address, taxId: first.taxId ?? '', email: first.email ?? '' });
  const mayChange = superadmin || role === 'owner';
  const form = useForm(['name', 'address', 'taxId', 'email'], async () => {
    const body = { ...draft, taxId: draft.taxId || null, email: draft.email || null };
    setSaved(await unwrap(api.PUT('/api/v1/billing/tenants/{tenantId}/details', { params: { path: { tenantId } }, body })));
    say(() => i('invoices.saved'));
  });
  const bind = (field: keyof typeof draft) => ({
    value: draft[field],
    error: form.error(field),
    onValue: (value: string) => setDraft((before) => ({ ...before, [field]: value })),
    optional: true,
    disabled: !mayChange,
  });
  return (
    <Form state={form}>
      <TextField label={i('invoices.name')} hint={i('invoices.nameHint', { name: saved.companyName })} maxLength={200} {...bind('name')} />
      <TextArea label={i('invoices.address')} hint={i('invoices.addressHint')} maxLength={500} {...bind('address')} />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField label={i('invoices.taxId')} maxLength={50} {...bind('taxId')} />
        <TextField label={i('invoices.email')} type="email" maxLength={254} {...bind('email')} />
      </div>
      {saved.unprintable.length > 0 && (
        <p role="note" className="rounded-lg bg-warn-soft p-3 text-sm text-warn">
          {i('invoices.unprintable', { letters: saved.unprintable.join(' ') })}
        </p>
      )}
      {mayChange ? (
        <div>
          <Button type="submit" busy={form.busy}>
            {i('invoices.save')}
          </Button>
        </div>
      ) : (
        <p className="text-sm text-muted">{i('invoices.onlyOwners')}</p>
      )}
    </Form>
  );
}
