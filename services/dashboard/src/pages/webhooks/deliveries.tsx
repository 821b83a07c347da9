import { useInfiniteQuery } from '@tanstack/react-query';
import { Inbox } from 'lucide-react';
import { Tabs } from 'radix-ui';
import { useState } from 'react';
import { api, unwrap, type Schemas } from '../../api/client';
import { Badge } from '../../components/badge';
import { Button } from '../../components/button';
import { EmptyState } from '../../components/layout';
import { Listing, nextCursor, pageQuery } from '../../components/listing';
import { Table } from '../../components/table';
import { useWords } from '../../i18n/i18n';
import { useTenantId } from '../../session/session-context';
import { DeliveryDialog } from './delivery-dialog';
import { TONES } from './tones';
import { useOutcome } from './use-outcome';

type Delivery = Schemas['WebhookDeliveryDto'];
const TABS = ['all', 'failed', 'retrying', 'delivered'] as const;
type Tab = (typeof TABS)[number];

interface Props {
  endpointId: string;
  isOn: boolean;
  onReplayRange: () => void;
}

/** The log of an endpoint, the newest first. */
export function Deliveries({ endpointId, isOn, onReplayRange }: Props) {
  const { t } = useWords();
  const [tab, setTab] = useState<Tab>('all');
  const [shown, setShown] = useState<string>();
  return (
    <section aria-labelledby="deliveries">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
        <h2 id="deliveries" className="text-lg font-semibold">
          {t('webhooks.deliveries')}
        </h2>
        <Button variant="secondary" size="small" disabled={!isOn} onClick={onReplayRange}>
          {t('webhooks.replayMany')}
        </Button>
      </div>
      <Tabs.Root value={tab} onValueChange={(value) => setTab(value as Tab)}>
        <Tabs.List aria-label={t('webhooks.which')} className="mb-3 flex flex-wrap gap-1">
          {TABS.map((each) => (
            <Tabs.Trigger
              key={each}
              value={each}
              className="rounded-lg px-3 py-2 font-medium text-muted hover:text-ink data-[state=active]:bg-brand-soft data-[state=active]:text-brand-ink"
            >
              {t(`webhooks.tab.${each}`)}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        {TABS.map((each) => (
          <Tabs.Content key={each} value={each} className="card">
            <Log endpointId={endpointId} tab={each} onShow={setShown} />
          </Tabs.Content>
        ))}
      </Tabs.Root>
      {shown && <DeliveryDialog endpointId={endpointId} id={shown} isOn={isOn} onClose={() => setShown(undefined)} />}
    </section>
  );
}

function Log({ endpointId: id, tab, onShow }: { endpointId: string; tab: Tab; onShow: (id: string) => void }) {
  const { t, date, number } = useWords();
  const outcome = useOutcome();
  const tenantId = useTenantId();
  const deliveries = useInfiniteQuery({
    queryKey: ['webhooks', tenantId, id, 'deliveries', tab],
    queryFn: ({ pageParam }) => {
      const query = { ...pageQuery(pageParam), ...(tab === 'all' ? {} : { status: tab }) };
      return unwrap(api.GET('/api/v1/webhook-endpoints/{id}/deliveries', { params: { path: { id }, query } }));
    },
    initialPageParam: '',
    getNextPageParam: nextCursor,
    refetchInterval: 10_000,
  });
  return (
    <Listing
      query={deliveries}
      empty={<EmptyState icon={Inbox} title={t('webhooks.noDeliveries')} text={t('webhooks.noDeliveriesText')} />}
    >
      {(rows) => (
        <Table<Delivery>
          label={t('webhooks.deliveries')}
          rows={rows}
          rowKey={(row) => row.id}
          columns={[
            { key: 'event', title: t('webhooks.eventType'), main: true, cell: ({ event }) => <code className="text-sm">{event}</code> },
            {
              key: 'status',
              title: t('column.status'),
              cell: ({ status }) => <Badge tone={TONES[status]}>{t(`webhooks.status.${status}`)}</Badge>,
            },
            {
              key: 'outcome',
              title: t('webhooks.outcome'),
              cell: (row) => outcome({ statusCode: row.lastStatusCode, error: row.lastError }),
            },
            { key: 'attempts', title: t('webhooks.attempts'), end: true, cell: ({ attempts }) => number(attempts) },
            { key: 'at', title: t('webhooks.at'), cell: ({ createdAt }) => <time dateTime={createdAt}>{date(createdAt)}</time> },
            {
              key: 'actions',
              title: t('column.actions'),
              actions: true,
              cell: ({ id: deliveryId, event, createdAt }) => (
                <Button
                  variant="ghost"
                  size="small"
                  aria-label={t('webhooks.showOf', { event, at: date(createdAt) })}
                  onClick={() => onShow(deliveryId)}
                >
                  {t('webhooks.show')}
                </Button>
              ),
            },
          ]}
        />
      )}
    </Listing>
  );
}
