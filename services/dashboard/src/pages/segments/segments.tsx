import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Filter, Plus } from 'lucide-react';
import { Link } from 'react-router';
import { api, unwrap, type Schemas } from '../../api/client';
import { Badge } from '../../components/badge';
import { Button } from '../../components/button';
import { EmptyState, PageHeader } from '../../components/layout';
import { ResourceList } from '../../components/resource-list';
import { useWords } from '../../i18n/i18n';
import { may } from '../../session/permissions';
import { useSigned, useTenantId } from '../../session/session-context';
import { useSegmentTexts } from './use-segment-texts';

type Segment = Schemas['SegmentDto'];

/** Groups of contacts that the company has named. */
export function SegmentsPage() {
  const { t, date } = useWords();
  const words = useSegmentTexts();
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const mayChange = may(useSigned(), 'answer');
  const segments = useQuery({ queryKey: ['segments', tenantId], queryFn: () => unwrap(api.GET('/api/v1/segments')) });
  const create = mayChange && (
    <Button asChild>
      <Link to="/segments/new">
        <Plus aria-hidden />
        {words('create')}
      </Link>
    </Button>
  );
  return (
    <>
      <PageHeader title={t('nav.segments')} text={words('text')} actions={create} />
      <div className="card">
        <ResourceList<Segment>
          query={{ ...segments, data: segments.data && { pages: [segments.data] } }}
          label={t('nav.segments')}
          empty={<EmptyState icon={Filter} title={words('empty')} text={words('emptyText')} action={create} />}
          changed={() => queries.invalidateQueries({ queryKey: ['segments', tenantId] })}
          columns={[
            {
              key: 'name',
              title: words('name'),
              main: true,
              cell: ({ id, name }) => (
                <Link to={`/segments/${id}`} className="font-medium text-brand-ink hover:underline">
                  <bdi>{name}</bdi>
                </Link>
              ),
            },
            { key: 'kind', title: words('kind'), cell: ({ kind }) => <Badge>{words(kind)}</Badge> },
            { key: 'changed', title: words('changed'), cell: ({ updatedAt }) => date(updatedAt) },
          ]}
          removal={
            mayChange
              ? {
                  action: words('remove'),
                  label: ({ name }) => words('removeName', { name }),
                  title: () => words('removeTitle'),
                  text: ({ name }) => words('removeText', { name }),
                  run: ({ id }) => unwrap(api.DELETE('/api/v1/segments/{id}', { params: { path: { id } } })),
                  done: () => words('removed'),
                }
              : undefined
          }
        />
      </div>
    </>
  );
}
