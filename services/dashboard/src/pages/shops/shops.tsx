import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, Store, Unplug } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, unwrap } from '../../api/client';
import { Button } from '../../components/button';
import { EmptyState, PageHeader } from '../../components/layout';
import { ResourceList } from '../../components/resource-list';
import { useWords } from '../../i18n/i18n';
import { useAgo } from '../../i18n/use-ago';
import { useTenantId } from '../../session/session-context';
import { OrderTabs } from '../orders/order-tabs';
import { ConnectShop } from './connect-shop';
import { ShopBadge, type Shop } from './shop-health';
import { useShopTexts } from './use-shop-texts';

/** Shops and other systems that orders come from, and how each does. */
export function ShopsPage() {
  const { t, number } = useWords();
  const s = useShopTexts();
  const ago = useAgo();
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const [connecting, setConnecting] = useState(false);
  const shops = useQuery({
    queryKey: ['shops', tenantId],
    queryFn: () => unwrap(api.GET('/api/v1/commerce/connections')),
    refetchInterval: 15_000,
  });
  const connect = (
    <Button onClick={() => setConnecting(true)}>
      <Plus aria-hidden />
      {s('shops.connect')}
    </Button>
  );
  return (
    <>
      <PageHeader title={t('nav.shops')} text={s('shops.text')} actions={connect} />
      <OrderTabs chosen="shops" />
      <div className="card">
        <ResourceList<Shop>
          query={{ ...shops, data: shops.data && { pages: [shops.data] } }}
          label={t('nav.shops')}
          empty={<EmptyState icon={Store} title={s('shops.empty')} text={s('shops.emptyText')} />}
          changed={() => queries.invalidateQueries({ queryKey: ['shops', tenantId] })}
          columns={[
            {
              key: 'name',
              title: s('shops.name'),
              main: true,
              cell: ({ id, name, platform }) => (
                <Link to={`/orders/shops/${id}`} className="group block">
                  <span className="font-medium break-words group-hover:underline">{name}</span>
                  <span className="block text-sm text-muted">{s(`shops.platform.${platform}`)}</span>
                </Link>
              ),
            },
            { key: 'health', title: s('shops.health'), cell: (shop) => <ShopBadge shop={shop} /> },
            {
              key: 'last',
              title: s('shops.last'),
              cell: ({ health }) => (health.lastEventAt ? ago(health.lastEventAt) : s('shops.none')),
            },
            { key: 'waiting', title: s('shops.waiting'), end: true, cell: ({ health }) => number(health.waiting) },
            { key: 'missing', title: s('shops.missing'), end: true, cell: ({ health }) => number(health.missing) },
          ]}
          removal={{
            action: s('shops.disconnect'),
            icon: Unplug,
            label: ({ name }) => `${s('shops.disconnect')}: ${name}`,
            title: ({ name }) => s('shops.disconnectTitle', { name }),
            text: () => s('shops.disconnectText'),
            run: ({ id }) => unwrap(api.DELETE('/api/v1/commerce/connections/{id}', { params: { path: { id } } })),
            done: () => s('shops.disconnected'),
          }}
        />
      </div>
      <ConnectShop open={connecting} onClose={() => setConnecting(false)} />
    </>
  );
}
