import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { CheckCheck, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { api, unwrap, type Schemas } from '../api/client';
import { toProblem } from '../api/problem';
import { Badge, type Tone } from '../components/badge';
import { Button } from '../components/button';
import { cn } from '../components/cn';
import { Confirm, Dialog } from '../components/dialog';
import { Card, EmptyState, PageHeader, SkeletonRows } from '../components/layout';
import { Listing, nextCursor, pageQuery } from '../components/listing';
import { ProblemNote } from '../components/problem-note';
import { Table } from '../components/table';
import { useToast } from '../components/toast';
import { useWords } from '../i18n/i18n';
import { useAgo } from '../i18n/use-ago';
import '../i18n/ledger-pages';

type Figures = Schemas['FiguresDto'];
type Item = Schemas['ItemDto'];
type Stuck = 'parked' | 'dead';

const OUTCOMES = ['processed', 'pending', 'parked', 'dead'] as const;
const TONES: Record<(typeof OUTCOMES)[number], Tone> = { processed: 'good', pending: 'info', parked: 'warn', dead: 'bad' };

export function LedgerPage() {
  const { t } = useWords();
  const ledger = useQuery({
    queryKey: ['ledger'],
    queryFn: () => unwrap(api.GET('/api/v1/ops/ledger')),
    refetchInterval: 10_000,
  });
  return (
    <>
      <PageHeader title={t('nav.ledger')} text={t('ledger.text')} />
      <div className="grid gap-6">
        {ledger.isPending && <SkeletonRows rows={3} />}
        {ledger.isError && !ledger.data && <ProblemNote problem={ledger.error} retry={() => ledger.refetch()} />}
        {ledger.data && (
          <>
            <div className="grid gap-4 md:grid-cols-2">
              <Tally title={t('ledger.journal')} text={t('ledger.journalText')} figures={ledger.data.journal} />
              <Tally title={t('ledger.items')} text={t('ledger.itemsText')} figures={ledger.data.items} />
            </div>
            <PerTenant ledger={ledger.data} />
          </>
        )}
        <StuckItems />
      </div>
    </>
  );
}

function Tally({ title, text, figures }: { title: string; text: string; figures: Figures }) {
  const { t, number } = useWords();
  return (
    <Card title={title}>
      <p className="-mt-3 mb-4 text-sm text-muted">{text}</p>
      <p className="text-3xl font-semibold tabular-nums">{number(figures.received)}</p>
      <p className="text-sm text-muted">{t('ledger.received')}</p>
      <dl className="mt-4 grid grid-cols-2 gap-3 sm:grid-cols-4">
        {OUTCOMES.map((outcome) => (
          <div key={outcome}>
            <dt>
              <Badge tone={figures[outcome] > 0 ? TONES[outcome] : 'neutral'}>{t(`ledger.${outcome}`)}</Badge>
            </dt>
            <dd className="mt-1 pl-1 text-lg font-medium tabular-nums">{number(figures[outcome])}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

/** Names of tenants by id; the id where it is not among those that were read. */
function useTenantNames(): (id: string | null) => string {
  const { t } = useWords();
  const { data } = useQuery({
    queryKey: ['me', 'tenants', 'names'],
    queryFn: () => unwrap(api.GET('/api/v1/tenants', { params: { query: { limit: 100 } } })),
    staleTime: 60_000,
  });
  return (id) => (id === null ? t('ledger.unrouted') : (data?.items.find((tenant) => tenant.id === id)?.name ?? id));
}

function PerTenant({ ledger }: { ledger: Schemas['LedgerDto'] }) {
  const { t, number } = useWords();
  const nameOf = useTenantNames();
  const rows = [
    ...ledger.tenants.map((row) => ({ ...row, id: row.tenantId, name: nameOf(row.tenantId) })),
    { ...ledger.unrouted, id: 'unrouted', name: nameOf(null) },
  ];
  return (
    <section aria-labelledby="per-tenant">
      <h2 id="per-tenant" className="mb-3 font-semibold">
        {t('ledger.perTenant')}
      </h2>
      <div className="card">
        <Table
          label={t('ledger.perTenant')}
          rows={rows}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'tenant',
              title: t('column.tenant'),
              main: true,
              cell: ({ name }) => <span className="font-medium break-words">{name}</span>,
            },
            ...(['received', ...OUTCOMES] as const).map((name) => ({
              key: name,
              title: t(`ledger.${name}`),
              end: true,
              cell: (row: Figures) => (
                <span className={cn((name === 'parked' || name === 'dead') && row[name] > 0 && 'font-semibold text-bad')}>
                  {number(row[name])}
                </span>
              ),
            })),
          ]}
        />
      </div>
    </section>
  );
}

function StuckItems() {
  const { t } = useWords();
  const ago = useAgo();
  const say = useToast();
  const queries = useQueryClient();
  const nameOf = useTenantNames();
  const [outcome, setOutcome] = useState<Stuck>('parked');
  const [shown, setShown] = useState<Item>();
  const [all, setAll] = useState(false);
  const items = useInfiniteQuery({
    queryKey: ['ledger', 'items', outcome],
    queryFn: ({ pageParam }) => unwrap(api.GET('/api/v1/ops/items', { params: { query: { ...pageQuery(pageParam), outcome } } })),
    initialPageParam: '',
    getNextPageParam: nextCursor,
  });
  const count = items.data?.pages[0]?.items.length ?? 0;
  const replay = async (body: Schemas['ReplayDto']) => {
    let total: { replayed: number; unchanged: number } = { replayed: 0, unchanged: 0 };
    let more = true;
    while (more) {
      const result = await unwrap(api.POST('/api/v1/ops/replay', { body }));
      total = { replayed: total.replayed + result.replayed, unchanged: total.unchanged + result.unchanged };
      // A round that moved nothing would come again for ever.
      more = result.more && result.replayed > 0;
    }
    say(({ t }) => t('ledger.replayed', total), total.replayed > 0 ? 'good' : 'bad');
    await queries.invalidateQueries({ queryKey: ['ledger'] });
  };
  return (
    <section aria-labelledby="stuck">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <h2 id="stuck" className="font-semibold">
          {t('ledger.stuck')}
        </h2>
        <div className="flex flex-wrap gap-2">
          <select
            aria-label={t('ledger.outcome')}
            className="control w-auto"
            value={outcome}
            onChange={(event) => setOutcome(event.target.value as Stuck)}
          >
            <option value="parked">{t('ledger.parked')}</option>
            <option value="dead">{t('ledger.dead')}</option>
          </select>
          {count > 0 && (
            <Button variant="secondary" onClick={() => setAll(true)}>
              <RotateCcw aria-hidden />
              {t('ledger.replayAll')}
            </Button>
          )}
        </div>
      </div>
      <div className="card">
        <Listing
          query={items}
          empty={<EmptyState icon={CheckCheck} title={t(`ledger.none.${outcome}`)} text={t(`ledger.meaning.${outcome}`)} />}
        >
          {(rows) => (
            <Table
              label={t('ledger.stuck')}
              rows={rows}
              rowKey={({ id }) => id}
              columns={[
                {
                  key: 'reason',
                  title: t('column.reason'),
                  main: true,
                  cell: ({ code, detail }) => (
                    <>
                      <code className="text-sm font-medium">{code ?? '–'}</code>
                      {detail && <span className="line-clamp-2 max-w-md text-sm break-words text-muted">{detail}</span>}
                    </>
                  ),
                },
                { key: 'kind', title: t('column.kind'), cell: ({ kind }) => <Badge>{t(`ledger.kind.${kind as Kind}`)}</Badge> },
                { key: 'tenant', title: t('column.tenant'), cell: ({ tenantId }) => nameOf(tenantId) },
                { key: 'at', title: t('column.received'), cell: ({ receivedAt }) => ago(receivedAt) },
                {
                  key: 'actions',
                  title: t('column.actions'),
                  actions: true,
                  cell: (item) => (
                    <>
                      <Button variant="ghost" size="small" onClick={() => setShown(item)}>
                        {t('ledger.show')}
                      </Button>
                      <ReplayOne run={() => replay({ itemIds: [item.id] })} />
                    </>
                  ),
                },
              ]}
            />
          )}
        </Listing>
      </div>
      <Dialog
        open={shown !== undefined}
        onClose={() => setShown(undefined)}
        wide
        title={t('ledger.itemTitle')}
        description={shown && `${shown.code ?? ''} ${shown.detail ?? ''}`}
      >
        <pre tabIndex={0} aria-label={t('ledger.raw')} className="max-h-[55dvh] overflow-auto rounded-lg bg-raised p-3.5 text-sm">
          {typeof shown?.raw === 'string' ? shown.raw : JSON.stringify(shown?.raw ?? null, null, 2)}
        </pre>
      </Dialog>
      <Confirm
        open={all}
        onClose={() => setAll(false)}
        danger={false}
        title={t('ledger.replayAllTitle', { outcome: t(`ledger.${outcome}`) })}
        text={t('ledger.replayAllText')}
        action={t('ledger.replayAll')}
        run={() => replay({ outcome })}
      />
    </section>
  );
}

type Kind = 'message' | 'status' | 'account' | 'body';

function ReplayOne({ run }: { run: () => Promise<void> }) {
  const { t } = useWords();
  const say = useToast();
  const [busy, setBusy] = useState(false);
  const replay = async () => {
    setBusy(true);
    try {
      await run();
    } catch (error) {
      say(({ explain }) => explain(toProblem(error)), 'bad');
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button variant="ghost" size="small" busy={busy} onClick={() => void replay()}>
      {t('ledger.replay')}
    </Button>
  );
}
