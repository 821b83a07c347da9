import { useQuery } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, unwrap, type Schemas } from '../../api/client';
import { Button } from '../../components/button';
import { TextArea, TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { Card, PageHeader, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useToast } from '../../components/toast';
import { useTenantId } from '../../session/session-context';
import { typedNumber } from '../typed-number';
import { ReminderPolicy } from './reminder-policy';
import { useCustomerInvoiceTexts } from './use-customer-invoice-texts';

type Settings = Schemas['CustomerInvoiceSettingsDto'];
const TEXTS = ['name', 'address', 'taxId', 'email', 'taxName', 'note', 'series', 'creditSeries'] as const;
/** What the colour field shows where none is chosen: that of the PDF. */
const NO_COLOR = '#111827';

/** What invoices say of the company, how they are numbered, and when customers are reminded. */
export function CustomerInvoiceSettingsPage() {
  const i = useCustomerInvoiceTexts();
  const tenantId = useTenantId();
  // Typing is not to be overwritten by what comes in the background; whoever comes back reads anew.
  const once = { staleTime: Number.POSITIVE_INFINITY, gcTime: 0 };
  const settings = useQuery({
    queryKey: ['customer-invoice-settings', tenantId],
    queryFn: () => unwrap(api.GET('/api/v1/commerce/invoice-settings')),
    ...once,
  });
  const policy = useQuery({
    queryKey: ['reminder-policy', tenantId],
    queryFn: () => unwrap(api.GET('/api/v1/commerce/reminder-policy')),
    ...once,
  });
  const [dueDays, setDueDays] = useState<number>();
  const failed = [settings, policy].find(({ isError }) => isError);
  return (
    <>
      <Link to="/orders/invoices" className="mb-3 inline-flex items-center gap-1.5 text-sm text-muted hover:text-ink">
        <ArrowLeft className="size-4" aria-hidden />
        {i('title')}
      </Link>
      <PageHeader title={i('settings')} text={i('settingsText')} />
      {settings.data && policy.data ? (
        <div className="grid max-w-3xl gap-6">
          <SettingsForm first={settings.data} saved={({ dueDays: days }) => setDueDays(days)} />
          <ReminderPolicy first={policy.data} dueDays={dueDays ?? settings.data.dueDays} />
        </div>
      ) : failed ? (
        <ProblemNote problem={failed.error} retry={() => failed.refetch()} />
      ) : (
        <SkeletonRows />
      )}
    </>
  );
}

function SettingsForm({ first, saved }: { first: Settings; saved: (now: Settings) => void }) {
  const i = useCustomerInvoiceTexts();
  const say = useToast();
  const [draft, setDraft] = useState({ ...first, taxId: first.taxId ?? '', email: first.email ?? '', dueDays: String(first.dueDays) });
  const set = (part: Partial<typeof draft>): void => setDraft((before) => ({ ...before, ...part }));
  const form = useForm([...TEXTS, 'color', 'dueDays', 'sendsDocument'], async () => {
    const body = {
      ...draft,
      taxId: draft.taxId.trim() || null,
      email: draft.email.trim() || null,
      dueDays: typedNumber(draft.dueDays) as number,
    };
    saved(await unwrap(api.PUT('/api/v1/commerce/invoice-settings', { body })));
    say(() => i('saved'));
  });
  const bind = (field: (typeof TEXTS)[number] | 'dueDays') => ({
    value: draft[field],
    onValue: (value: string) => set({ [field]: value }),
    error: form.error(field),
  });
  return (
    <Card title={i('ofCompany')}>
      <Form state={form}>
        <TextField label={i('name')} hint={i('companyHint')} maxLength={200} optional {...bind('name')} />
        <TextArea label={i('address')} maxLength={1_000} optional {...bind('address')} />
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField label={i('taxId')} maxLength={50} optional {...bind('taxId')} />
          <TextField label={i('email')} maxLength={200} optional {...bind('email')} />
          <TextField label={i('series')} hint={i('seriesHint')} maxLength={12} {...bind('series')} />
          <TextField label={i('creditSeries')} maxLength={12} {...bind('creditSeries')} />
          <TextField label={i('taxName')} hint={i('taxNameHint')} maxLength={50} optional {...bind('taxName')} />
          <TextField label={i('dueDays')} hint={i('dueDaysHint')} inputMode="numeric" maxLength={3} {...bind('dueDays')} />
        </div>
        <TextArea label={i('note')} hint={i('settingsNoteHint')} maxLength={2_000} optional {...bind('note')} />
        <div className="flex flex-wrap items-end gap-3">
          <TextField
            label={i('color')}
            type="color"
            className="w-28"
            value={draft.color ?? NO_COLOR}
            onValue={(color) => set({ color })}
            error={form.error('color')}
          />
          {draft.color && (
            <Button variant="secondary" onClick={() => set({ color: null })}>
              {i('noColor')}
            </Button>
          )}
        </div>
        <label className="flex min-h-10 cursor-pointer items-center gap-2">
          <input
            type="checkbox"
            className="size-5 shrink-0 accent-brand"
            checked={draft.sendsDocument}
            onChange={(event) => set({ sendsDocument: event.target.checked })}
          />
          <span>{i('sendsDocument')}</span>
        </label>
        <div>
          <Button type="submit" busy={form.busy}>
            {i('save')}
          </Button>
        </div>
      </Form>
    </Card>
  );
}
