import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Megaphone, Plus } from 'lucide-react';
import { Link } from 'react-router';
import { api, unwrap } from '../../api/client';
import { Button } from '../../components/button';
import { EmptyState, PageHeader } from '../../components/layout';
import { nextCursor, pageQuery } from '../../components/listing';
import { ResourceList } from '../../components/resource-list';
import { useWords } from '../../i18n/i18n';
import { may } from '../../session/permissions';
import { useSigned, useTenantId } from '../../session/session-context';
import { CampaignBadge, reachedOf, type Campaign } from './campaign-badge';
import { CampaignTabs } from './campaign-tabs';
import { useCampaignTexts } from './use-campaign-texts';

const REFRESH_MS = 5_000;

/** What is said to many, the newest first. */
export function CampaignsPage() {
  const { number, date } = useWords();
  const text = useCampaignTexts();
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const mayEdit = may(useSigned(), 'edit-campaigns');
  const campaigns = useInfiniteQuery({
    queryKey: ['campaigns', tenantId, 'list'],
    queryFn: ({ pageParam }) => unwrap(api.GET('/api/v1/campaigns', { params: { query: { ...pageQuery(pageParam), type: 'broadcast' } } })),
    initialPageParam: '',
    getNextPageParam: nextCursor,
    refetchInterval: REFRESH_MS,
  });
  const create = mayEdit && (
    <Button asChild>
      <Link to="/campaigns/new">
        <Plus aria-hidden />
        {text('new')}
      </Link>
    </Button>
  );
  return (
    <>
      <PageHeader title={text('title')} text={text('text')} actions={create} />
      <CampaignTabs chosen="broadcasts" />
      <div className="card">
        <ResourceList<Campaign>
          query={campaigns}
          label={text('title')}
          empty={<EmptyState icon={Megaphone} title={text('empty')} text={text('emptyText')} action={create} />}
          changed={() => queries.invalidateQueries({ queryKey: ['campaigns', tenantId] })}
          columns={[
            {
              key: 'name',
              title: text('name'),
              main: true,
              cell: ({ id, name }) => (
                <Link to={`/campaigns/${id}`} className="font-medium text-brand-ink hover:underline">
                  <bdi>{name}</bdi>
                </Link>
              ),
            },
            { key: 'state', title: text('state'), cell: ({ state }) => <CampaignBadge state={state} /> },
            { key: 'audience', title: text('audience'), end: true, cell: ({ totals }) => number(totals.audience) },
            { key: 'reached', title: text('reached'), end: true, cell: ({ totals }) => number(reachedOf(totals)) },
            { key: 'created', title: text('created'), cell: ({ createdAt }) => <time dateTime={createdAt}>{date(createdAt)}</time> },
          ]}
          removal={
            mayEdit
              ? {
                  action: text('remove'),
                  label: ({ name }) => text('removeName', { name }),
                  may: ({ state }) => state === 'draft',
                  title: () => text('removeTitle'),
                  text: ({ name }) => text('removeText', { name }),
                  run: ({ id }) => unwrap(api.DELETE('/api/v1/campaigns/{id}', { params: { path: { id } } })),
                  done: () => text('removed'),
                }
              : undefined
          }
        />
      </div>
    </>
  );
}
