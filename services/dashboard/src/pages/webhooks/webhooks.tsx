import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, Webhook } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, unwrap, type Schemas } from '../../api/client';
import { Badge } from '../../components/badge';
import { Button } from '../../components/button';
import { EmptyState, PageHeader } from '../../components/layout';
import { ResourceList } from '../../components/resource-list';
import '../../i18n/webhook-pages';
import { useWords } from '../../i18n/i18n';
import { useTenantId } from '../../session/session-context';
import { CreateEndpoint } from './create-endpoint';
import { Health } from './health';

type Endpoint = Schemas['WebhookEndpointDto'];

const EVENTS_SHOWN = 3;
const DOCS = '/api/docs';

/** Where a company's own systems are told of what happens. */
export function WebhooksPage() {
  const { t } = useWords();
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const [creating, setCreating] = useState(false);
  const endpoints = useQuery({
    queryKey: ['webhooks', tenantId],
    queryFn: () => unwrap(api.GET('/api/v1/webhook-endpoints')),
    refetchInterval: 15_000,
  });
  const create = (
    <Button onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      {t('webhooks.create')}
    </Button>
  );
  return (
    <>
      <PageHeader
        title={t('nav.webhooks')}
        text={
          <>
            {t('webhooks.text')}{' '}
            <a href={DOCS} className="text-brand-ink underline underline-offset-2">
              {t('webhooks.docs')}
            </a>
          </>
        }
        actions={create}
      />
      <div className="card">
        <ResourceList<Endpoint>
          query={{ ...endpoints, data: endpoints.data && { pages: [endpoints.data] } }}
          label={t('nav.webhooks')}
          empty={<EmptyState icon={Webhook} title={t('webhooks.empty')} text={t('webhooks.emptyText')} action={create} />}
          changed={() => queries.invalidateQueries({ queryKey: ['webhooks', tenantId] })}
          columns={[
            {
              key: 'url',
              title: t('webhooks.address'),
              main: true,
              cell: ({ id, url, description }) => (
                <Link to={`/webhook-endpoints/${id}`} className="group block">
                  <span className="font-medium break-all group-hover:underline">{description || url}</span>
                  {description && <span className="block text-sm break-all text-muted">{url}</span>}
                </Link>
              ),
            },
            { key: 'events', title: t('webhooks.events'), cell: ({ events }) => <Events events={events} /> },
            { key: 'health', title: t('column.status'), cell: (endpoint) => <Health endpoint={endpoint} /> },
          ]}
          removal={{
            action: t('webhooks.remove'),
            label: ({ url }) => t('webhooks.removeName', { url }),
            title: () => t('webhooks.removeTitle'),
            text: ({ url }) => t('webhooks.removeText', { url }),
            run: ({ id }) => unwrap(api.DELETE('/api/v1/webhook-endpoints/{id}', { params: { path: { id } } })),
            done: ({ t }) => t('webhooks.removed'),
          }}
        />
      </div>
      <CreateEndpoint open={creating} onClose={() => setCreating(false)} />
    </>
  );
}

function Events({ events }: { events: Endpoint['events'] }) {
  const { t, number } = useWords();
  const shown = events.slice(0, EVENTS_SHOWN);
  return (
    <span className="flex flex-wrap gap-1 max-md:justify-end md:max-w-72">
      {shown.map((event) => (
        <Badge key={event}>{event === '*' ? t('webhooks.everything') : event}</Badge>
      ))}
      {events.length > shown.length && <Badge>{t('webhooks.more', { count: number(events.length - shown.length) })}</Badge>}
    </span>
  );
}
