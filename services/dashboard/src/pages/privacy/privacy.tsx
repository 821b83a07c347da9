import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Eraser } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, unwrap, unwrapWithTag, type Schemas } from '../../api/client';
import { Badge } from '../../components/badge';
import { Button } from '../../components/button';
import { Conflict, type Tagged } from '../../components/conflict';
import { Confirm } from '../../components/dialog';
import { TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { Card, EmptyState, PageHeader, SkeletonRows } from '../../components/layout';
import { Listing, nextCursor, pageQuery } from '../../components/listing';
import { ProblemNote } from '../../components/problem-note';
import { Table } from '../../components/table';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { useTenantId } from '../../session/session-context';
import { Promotions } from './promotions';

type Retention = Schemas['RetentionDto'];
const readRetention = () => unwrapWithTag(api.GET('/api/v1/retention'));

/** How long messages are kept, and the receipts of who was erased. */
export function PrivacyPage() {
  const { t } = useWords();
  const tenantId = useTenantId();
  const retention = useQuery({
    queryKey: ['retention', tenantId],
    queryFn: readRetention,
    // Typing is not to be overwritten by what comes in the background.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  return (
    <>
      <PageHeader title={t('nav.privacy')} text={t('privacy.text')} />
      <div className="grid gap-6">
        {retention.isPending && <SkeletonRows rows={2} />}
        {retention.isError && <ProblemNote problem={retention.error} retry={() => retention.refetch()} />}
        {retention.data && <RetentionForm first={retention.data} />}
        <Promotions />
        <Erasures />
      </div>
    </>
  );
}

function RetentionForm({ first }: { first: Tagged<Retention> }) {
  const { t, number } = useWords();
  const say = useToast();
  const [{ data, etag }, setRead] = useState(first);
  const [forever, setForever] = useState(data.messagesDays === null);
  const [days, setDays] = useState(String(data.messagesDays ?? 365));
  const [asks, setAsks] = useState(false);
  const wanted = forever ? null : Number(days);
  const show = (read: Tagged<Retention>) => {
    setRead(read);
    setForever(read.data.messagesDays === null);
    if (read.data.messagesDays !== null) setDays(String(read.data.messagesDays));
  };
  const save = async (tag: string | undefined) => {
    const params = { header: tag ? { 'If-Match': tag } : {} };
    show(await unwrapWithTag(api.PUT('/api/v1/retention', { params, body: { messagesDays: wanted } })));
    say(({ t }) => t('retention.saved'));
  };
  const form = useForm(['messagesDays'], () => save(etag));
  // What is older goes within minutes and does not come back, so it is asked about first.
  const deletes = wanted !== null && (data.messagesDays === null || wanted < data.messagesDays);
  const inWords = (value: number | null): string =>
    value === null ? t('retention.forever') : t('retention.daysOf', { days: number(value) });
  return (
    <Card title={t('retention.title')} className="max-w-2xl">
      <p className="mb-4 text-muted">{t('retention.text')}</p>
      <Form
        state={{
          ...form,
          submit: (event) => {
            event?.preventDefault();
            if (deletes) setAsks(true);
            else form.submit(event);
          },
        }}
        conflict={
          <Conflict
            form={form}
            read={readRetention}
            compare={(theirs) => [[t('retention.title'), inWords(theirs.messagesDays), inWords(wanted)]]}
            take={show}
            overwrite={(theirs) => save(theirs.etag)}
          />
        }
      >
        <fieldset className="grid gap-3">
          <legend className="sr-only">{t('retention.title')}</legend>
          <label className="flex items-center gap-2.5">
            <input type="radio" name="retention" className="size-4 accent-brand" checked={forever} onChange={() => setForever(true)} />
            {t('retention.forever')}
          </label>
          <label className="flex items-center gap-2.5">
            <input type="radio" name="retention" className="size-4 accent-brand" checked={!forever} onChange={() => setForever(false)} />
            {t('retention.limited')}
          </label>
          {!forever && (
            <TextField
              label={t('retention.days')}
              type="number"
              inputMode="numeric"
              min={1}
              max={3_650}
              className="max-w-40"
              value={days}
              onValue={setDays}
              error={form.error('messagesDays')}
            />
          )}
        </fieldset>
        <Button type="submit" className="justify-self-start" busy={form.busy} disabled={wanted === data.messagesDays}>
          {t('form.save')}
        </Button>
      </Form>
      <Confirm
        open={asks}
        onClose={() => setAsks(false)}
        title={t('retention.askTitle')}
        text={t('retention.askText', { days: number(wanted ?? 0) })}
        action={t('retention.ask')}
        run={async () => form.submit()}
      />
    </Card>
  );
}

function Erasures() {
  const { t, date } = useWords();
  const tenantId = useTenantId();
  const erasures = useInfiniteQuery({
    queryKey: ['erasures', tenantId],
    queryFn: ({ pageParam }) => unwrap(api.GET('/api/v1/erasures', { params: { query: pageQuery(pageParam) } })),
    initialPageParam: '',
    getNextPageParam: nextCursor,
  });
  return (
    <section aria-labelledby="erasures">
      <h2 id="erasures" className="mb-1 font-semibold">
        {t('erasures.title')}
      </h2>
      <p className="mb-3 text-muted">{t('erasures.text')}</p>
      <div className="card">
        <Listing query={erasures} empty={<EmptyState icon={Eraser} title={t('erasures.empty')} text={t('erasures.emptyText')} />}>
          {(rows) => (
            <Table
              label={t('erasures.title')}
              rows={rows}
              rowKey={({ id }) => id}
              columns={[
                {
                  key: 'at',
                  title: t('erasures.requested'),
                  main: true,
                  cell: ({ id, requestedAt }) => (
                    <Link to={`/privacy/erasures/${id}`} className="font-medium text-brand-ink hover:underline">
                      {date(requestedAt)}
                    </Link>
                  ),
                },
                {
                  key: 'contact',
                  title: t('erasures.contact'),
                  cell: ({ contactId }) => <span className="font-mono text-sm break-all">{contactId}</span>,
                },
                {
                  key: 'status',
                  title: t('column.status'),
                  cell: ({ status }) => <Badge tone={status === 'done' ? 'good' : 'info'}>{t(`erasures.${status}`)}</Badge>,
                },
              ]}
            />
          )}
        </Listing>
      </div>
    </section>
  );
}
