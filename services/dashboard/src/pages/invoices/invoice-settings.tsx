import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap, type Schemas } from '../../api/client';
import { Button } from '../../components/button';
import { TextArea, TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { Card, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useToast } from '../../components/toast';
import { useInvoiceTexts } from './use-invoice-texts';

type Settings = Schemas['InvoiceSettingsDto'];
const TEXTS = ['name', 'address', 'taxId', 'email', 'series', 'creditSeries', 'taxName', 'note'] as const;
const NUMBERS = ['taxRate', 'dueDays', 'remindDays', 'graceDays'] as const;
type Field = (typeof TEXTS)[number] | (typeof NUMBERS)[number];

/** The superadmin says who issues the invoices, with which tax, and when they are to be paid. */
export function InvoiceSettings() {
  const i = useInvoiceTexts();
  const settings = useQuery({
    queryKey: ['invoice-settings'],
    queryFn: () => unwrap(api.GET('/api/v1/billing/invoice-settings')),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  return (
    <Card title={i('invoices.settings')} className="max-w-3xl">
      <p className="mb-4 text-muted">{i('invoices.settingsText')}</p>
      {settings.isPending && <SkeletonRows rows={5} />}
      {settings.isError && <ProblemNote problem={settings.error} retry={() => settings.refetch()} />}
      {settings.data && <SettingsForm first={settings.data} />}
    </Card>
  );
}

/** As it is typed; the rate in percent. */
const draftOf = (settings: Settings): Record<Field, string> => ({
  ...(Object.fromEntries([...TEXTS, ...NUMBERS].map((field) => [field, String(settings[field] ?? '')])) as Record<Field, string>),
  taxRate: String(settings.taxRate / 100),
});

const bodyOf = (draft: Record<Field, string>): Settings => {
  const number = (field: Field): number => Number(draft[field].replace(',', '.'));
  const { name, address, series, creditSeries, taxName, note } = draft;
  const taxRate = Math.round(number('taxRate') * 100);
  const days = { dueDays: number('dueDays'), remindDays: number('remindDays'), graceDays: number('graceDays') };
  return { name, address, series, creditSeries, taxName, note, taxRate, ...days, taxId: draft.taxId || null, email: draft.email || null };
};

function SettingsForm({ first }: { first: Settings }) {
  const i = useInvoiceTexts();
  const say = useToast();
  const [draft, setDraft] = useState(() => draftOf(first));
  const form = useForm([...TEXTS, ...NUMBERS], async () => {
    setDraft(draftOf(await unwrap(api.PUT('/api/v1/billing/invoice-settings', { body: bodyOf(draft) }))));
    say(() => i('invoices.saved'));
  });
  const bind = (field: Field, optional = false) => ({
    label: i(`invoices.${field}`),
    value: draft[field],
    error: form.error(field),
    onValue: (value: string) => setDraft((before) => ({ ...before, [field]: value })),
    optional,
  });
  const days = { inputMode: 'numeric' as const, pattern: '\\d{1,3}', maxLength: 3 };
  return (
    <Form state={form}>
      <TextField maxLength={200} {...bind('name')} />
      <TextArea hint={i('invoices.addressHint')} maxLength={500} {...bind('address', true)} />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField maxLength={50} {...bind('taxId', true)} />
        <TextField type="email" maxLength={254} {...bind('email', true)} />
        <TextField maxLength={12} hint={i('invoices.seriesHint')} {...bind('series')} />
        <TextField maxLength={12} {...bind('creditSeries')} />
        <TextField maxLength={30} {...bind('taxName', true)} />
        <TextField inputMode="decimal" hint={i('invoices.taxRateHint')} {...bind('taxRate')} />
      </div>
      <div className="grid gap-4 sm:grid-cols-3">
        <TextField {...days} {...bind('dueDays')} />
        <TextField {...days} {...bind('remindDays')} />
        <TextField {...days} {...bind('graceDays')} />
      </div>
      <TextArea hint={i('invoices.noteHint')} maxLength={1000} {...bind('note', true)} />
      <div>
        <Button type="submit" busy={form.busy}>
          {i('invoices.save')}
        </Button>
      </div>
    </Form>
  );
}
