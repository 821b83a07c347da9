import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { ClipboardList, Download } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { api, download, unwrap, type Schemas } from '../../api/client';
import { toProblem } from '../../api/problem';
import { Badge } from '../../components/badge';
import { Button } from '../../components/button';
import { Dialog } from '../../components/dialog';
import { SelectField, TextField } from '../../components/field';
import { EmptyState, PageHeader } from '../../components/layout';
import { Listing, nextCursor, pageQuery } from '../../components/listing';
import { Table } from '../../components/table';
import { useToast } from '../../components/toast';
import '../../i18n/audit-page';
import { useWords } from '../../i18n/i18n';
import { useTexts } from '../../i18n/use-texts';
import { useSigned } from '../../session/session-context';
import { auditFilter, NO_FILTER, type AuditForm } from './audit-filter';
import { changesOf, shown } from './audit-changes';
import { DEEDS, isDeed } from './audit-deeds';

type Entry = Schemas['AuditEntryDto'];
const TARGETS = [
  'tenant',
  'user',
  'invitation',
  'outlet',
  'api_key',
  'branding',
  'llm_config',
  'inbox',
  'team',
  'label',
  'canned_reply',
  'saved_view',
  'macro',
  'survey',
  'hold',
  'message',
  'contact',
  'retention',
  'consent_settings',
  'contact_import',
  'contact_attribute',
  'lead',
  'lead_stages',
  'template',
  'knowledge_base',
  'web_source',
  'document',
  'golden_question',
  'suggestion',
  'webhook_endpoint',
  'order_messages',
  'order',
  'customer_invoice',
  'customer_invoices',
  'reminder_policy',
  'segment',
  'campaign',
  'flow_calls',
  'one_time_codes',
  'connection',
  'subscription',
  'deposit',
  'invoice',
  'usage',
  'billing_details',
  'addons',
] as const;

/** The same address answers with CSV too, where it is asked for. */
const pageOf = (query: { limit: number; cursor?: string }): Promise<Schemas['AuditPageDto']> =>
  unwrap(api.GET('/api/v1/audit-log', { params: { query } })) as Promise<Schemas['AuditPageDto']>;

export function AuditPage() {
  const { t, date } = useWords();
  const did = useDeed();
  const say = useToast();
  const { tenantId } = useSigned();
  const [form, setForm] = useState<AuditForm>(NO_FILTER);
  const [applied, setApplied] = useState<AuditForm>(NO_FILTER);
  const [entry, setEntry] = useState<Entry>();
  const [exporting, setExporting] = useState(false);
  const filter = auditFilter(applied);
  const entries = useInfiniteQuery({
    queryKey: ['audit', tenantId ?? 'platform', filter],
    queryFn: ({ pageParam }) => pageOf({ ...pageQuery(pageParam, 50), ...filter }),
    initialPageParam: '',
    getNextPageParam: nextCursor,
    placeholderData: keepPreviousData,
  });
  const apply = (event: FormEvent) => {
    event.preventDefault();
    setApplied(form);
  };
  const exportAll = async () => {
    setExporting(true);
    try {
      await download(`/api/v1/audit-log?${new URLSearchParams({ ...filter, format: 'csv' })}`, 'audit-log.csv');
      say(({ t }) => t('audit.exported'));
    } catch (error) {
      say(({ explain }) => explain(toProblem(error)), 'bad');
    } finally {
      setExporting(false);
    }
  };
  const bind = (name: keyof AuditForm) => ({
    value: form[name],
    required: false,
    onValue: (value: string) => setForm({ ...form, [name]: value }),
  });
  return (
    <>
      <PageHeader
        title={t('nav.audit')}
        text={t('audit.text')}
        actions={
          <Button variant="secondary" busy={exporting} onClick={() => void exportAll()}>
            {!exporting && <Download aria-hidden />}
            {t('audit.export')}
          </Button>
        }
      />
      <form onSubmit={apply} className="card mb-4 grid gap-4 p-4 sm:grid-cols-2 lg:grid-cols-4">
        <TextField label={t('audit.actor')} autoComplete="off" placeholder="ana@acme.example" {...bind('actor')} />
        <SelectField
          label={t('audit.targetType')}
          options={[['', t('audit.any')], ...TARGETS.map((target) => [target, t(`audit.target.${target}`)] as const)]}
          {...bind('targetType')}
        />
        <TextField label={t('audit.from')} type="date" {...bind('from')} />
        <TextField label={t('audit.to')} type="date" {...bind('to')} />
        <div className="flex gap-2 sm:col-span-2 lg:col-span-4">
          <Button type="submit" size="small">
            {t('audit.apply')}
          </Button>
          <Button
            variant="ghost"
            size="small"
            onClick={() => {
              setForm(NO_FILTER);
              setApplied(NO_FILTER);
            }}
          >
            {t('audit.clear')}
          </Button>
        </div>
      </form>
      <div className="card">
        <Listing query={entries} empty={<EmptyState icon={ClipboardList} title={t('audit.empty')} text={t('audit.emptyText')} />}>
          {(rows) => (
            <Table
              label={t('nav.audit')}
              rows={rows}
              rowKey={({ id }) => id}
              columns={[
                {
                  key: 'action',
                  title: t('audit.action'),
                  main: true,
                  cell: ({ action }) => <span className="font-medium">{did(action)}</span>,
                },
                {
                  key: 'actor',
                  title: t('audit.actor'),
                  cell: ({ actorEmail, actorKind }) =>
                    actorEmail ? <span className="break-all">{actorEmail}</span> : <Badge>{t(`audit.by.${actorKind}`)}</Badge>,
                },
                { key: 'address', title: t('audit.address'), cell: ({ address }) => address ?? '–' },
                { key: 'at', title: t('audit.at'), cell: ({ at }) => <time dateTime={at}>{date(at)}</time> },
                {
                  key: 'actions',
                  title: t('column.actions'),
                  actions: true,
                  cell: (row) => (
                    <Button
                      variant="ghost"
                      size="small"
                      aria-label={t('audit.showOf', { action: did(row.action), at: date(row.at) })}
                      onClick={() => setEntry(row)}
                    >
                      {t('audit.show')}
                    </Button>
                  ),
                },
              ]}
            />
          )}
        </Listing>
      </div>
      <Dialog
        open={entry !== undefined}
        onClose={() => setEntry(undefined)}
        wide
        title={entry ? did(entry.action) : ''}
        description={entry && date(entry.at)}
      >
        {entry && <Details entry={entry} />}
      </Dialog>
    </>
  );
}

/** What was done, as a sentence; what a service of another version wrote, as it came. */
function useDeed(): (action: string) => string {
  const texts = useTexts(DEEDS);
  return (action) => (isDeed(action) ? texts(`audit.did.${action}`) : action);
}

function Details({ entry }: { entry: Entry }) {
  const { t } = useWords();
  const changes = changesOf(entry.before, entry.after);
  const target = TARGETS.find((each) => each === entry.targetType);
  const facts: [string, string][] = [
    [t('audit.actor'), entry.actorEmail ?? `${t(`audit.by.${entry.actorKind}`)} ${entry.actorId ?? ''}`],
    [t('audit.changed'), `${target ? t(`audit.target.${target}`) : entry.targetType} ${entry.targetId}`],
    [t('audit.address'), entry.address ?? '–'],
    [t('problem.request'), entry.requestId ?? '–'],
  ];
  return (
    <div className="grid gap-5">
      <dl className="grid gap-3 sm:grid-cols-2">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt className="text-sm text-muted">{name}</dt>
            <dd className="break-all">{value}</dd>
          </div>
        ))}
      </dl>
      {changes.length === 0 ? (
        <p className="text-muted">{t('audit.noFields')}</p>
      ) : (
        <Table
          label={t('audit.fields')}
          rows={changes}
          rowKey={({ field }) => field}
          columns={[
            {
              key: 'field',
              title: t('audit.field'),
              main: true,
              cell: ({ field }) => <code className="text-sm font-medium">{field}</code>,
            },
            { key: 'before', title: t('audit.before'), cell: ({ before }) => <code className="text-sm break-all">{shown(before)}</code> },
            { key: 'after', title: t('audit.after'), cell: ({ after }) => <code className="text-sm break-all">{shown(after)}</code> },
          ]}
        />
      )}
    </div>
  );
}
