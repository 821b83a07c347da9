import { useInfiniteQuery } from '@tanstack/react-query';
import { History } from 'lucide-react';
import { Link } from 'react-router';
import { api, unwrap, type Schemas } from '../../api/client';
import { toProblem } from '../../api/problem';
import { Badge, type Tone } from '../../components/badge';
import { Button } from '../../components/button';
import { EmptyState } from '../../components/layout';
import { Listing, nextCursor, pageQuery } from '../../components/listing';
import { Table } from '../../components/table';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { useTenantId } from '../../session/session-context';
import { useShopTexts } from './use-shop-texts';

type ShopEvent = Schemas['ConnectionEventDto'];

const TONES: Record<ShopEvent['outcome'], Tone> = {
  pending: 'info',
  applied: 'good',
  unchanged: 'neutral',
  older: 'neutral',
  waiting: 'warn',
  ignored: 'neutral',
  failed: 'bad',
};

/** What a shop told, the newest first, and what became of it. */
export function ShopEvents({ shopId: id }: { shopId: string }) {
  const { t, date } = useWords();
  const s = useShopTexts();
  const say = useToast();
  const tenantId = useTenantId();
  const events = useInfiniteQuery({
    queryKey: ['shops', tenantId, id, 'events'],
    queryFn: ({ pageParam }) =>
      unwrap(api.GET('/api/v1/commerce/connections/{id}/events', { params: { path: { id }, query: pageQuery(pageParam) } })),
    initialPageParam: '',
    getNextPageParam: nextCursor,
    refetchInterval: 5_000,
  });
  const replay = async (eventId: string): Promise<void> => {
    try {
      await unwrap(api.POST('/api/v1/commerce/connections/{id}/events/{eventId}/replay', { params: { path: { id, eventId } } }));
      say(() => s('shops.replayed'));
      await events.refetch();
    } catch (error) {
      say(({ explain }) => explain(toProblem(error)), 'bad');
    }
  };
  return (
    <section aria-labelledby="shop-events">
      <h2 id="shop-events" className="mb-3 text-lg font-semibold">
        {s('shops.events')}
      </h2>
      <div className="card">
        <Listing<ShopEvent>
          query={events}
          empty={<EmptyState icon={History} title={s('shops.eventsEmpty')} text={s('shops.eventsEmptyText')} />}
        >
          {(rows) => (
            <Table<ShopEvent>
              label={s('shops.events')}
              rows={rows}
              rowKey={(row) => row.id}
              columns={[
                {
                  key: 'topic',
                  title: s('shops.topic'),
                  main: true,
                  cell: ({ topic, detail }) => (
                    <>
                      <code className="text-sm break-all">{topic}</code>
                      {detail && <span className="block text-sm break-words text-muted">{detail}</span>}
                    </>
                  ),
                },
                {
                  key: 'outcome',
                  title: s('shops.outcome'),
                  cell: ({ outcome }) => <Badge tone={TONES[outcome]}>{s(`shops.is.${outcome}`)}</Badge>,
                },
                {
                  key: 'order',
                  title: s('shops.order'),
                  cell: ({ orderId }) =>
                    orderId ? (
                      <Link to={`/orders/${orderId}`} className="text-brand-ink hover:underline">
                        {s('shops.openOrder')}
                      </Link>
                    ) : (
                      '–'
                    ),
                },
                { key: 'at', title: s('shops.at'), cell: ({ at }) => <time dateTime={at}>{date(at)}</time> },
                {
                  key: 'actions',
                  title: t('column.actions'),
                  actions: true,
                  cell: ({ id: eventId, topic, at, outcome }) =>
                    outcome !== 'pending' && (
                      <Button
                        variant="ghost"
                        size="small"
                        aria-label={s('shops.replayOf', { topic, at: date(at) })}
                        onClick={() => void replay(eventId)}
                      >
                        {s('shops.replay')}
                      </Button>
                    ),
                },
              ]}
            />
          )}
        </Listing>
      </div>
    </section>
  );
}
