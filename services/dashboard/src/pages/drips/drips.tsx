import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, Repeat } from 'lucide-react';
import { Link } from 'react-router';
import { api, unwrap } from '../../api/client';
import { Button } from '../../components/button';
import { EmptyState, PageHeader } from '../../components/layout';
import { nextCursor, pageQuery } from '../../components/listing';
import { ResourceList } from '../../components/resource-list';
import { useWords } from '../../i18n/i18n';
import { may } from '../../session/permissions';
import { useSigned, useTenantId } from '../../session/session-context';
import { CampaignBadge, type Campaign } from '../campaigns/campaign-badge';
import { CampaignTabs } from '../campaigns/campaign-tabs';
import { useCampaignTexts } from '../campaigns/use-campaign-texts';
import { useDripTexts } from './use-drip-texts';

/** What is said to each over days, the newest first. */
export function DripsPage() {
  const { date } = useWords();
  const text = useDripTexts();
  const words = useCampaignTexts();
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const mayEdit = may(useSigned(), 'edit-campaigns');
  const drips = useInfiniteQuery({
    queryKey: ['campaigns', tenantId, 'drips'],
    queryFn: ({ pageParam }) => unwrap(api.GET('/api/v1/campaigns', { params: { query: { ...pageQuery(pageParam), type: 'drip' } } })),
    initialPageParam: '',
    getNextPageParam: nextCursor,
  });
  const create = mayEdit && (
    <Button asChild>
      <Link to="/drips/new">
        <Plus aria-hidden />
        {text('new')}
      </Link>
    </Button>
  );
  return (
    <>
      <PageHeader title={text('title')} text={text('text')} actions={create} />
      <CampaignTabs chosen="drips" />
      <div className="card">
        <ResourceList<Campaign>
          query={drips}
          label={text('title')}
          empty={<EmptyState icon={Repeat} title={text('empty')} text={text('emptyText')} action={create} />}
          changed={() => queries.invalidateQueries({ queryKey: ['campaigns', tenantId] })}
          columns={[
            {
              key: 'name',
              title: words('name'),
              main: true,
              cell: ({ id, name }) => (
                <Link to={`/drips/${id}`} className="font-medium text-brand-ink hover:underline">
                  <bdi>{name}</bdi>
                </Link>
              ),
            },
            { key: 'state', title: words('state'), cell: ({ state }) => <CampaignBadge state={state} /> },
            { key: 'created', title: words('created'), cell: ({ createdAt }) => <time dateTime={createdAt}>{date(createdAt)}</time> },
          ]}
          removal={
            mayEdit
              ? {
                  action: words('remove'),
                  label: ({ name }) => words('removeName', { name }),
                  may: ({ state }) => state === 'draft',
                  title: () => text('removeTitle'),
                  text: ({ name }) => words('removeText', { name }),
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
