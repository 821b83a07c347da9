import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { api, unwrap } from '../../api/client';
import { PageHeader, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useTenantId } from '../../session/session-context';
import type { Flow } from './flow-draft';
import { FlowEditor } from './flow-editor';
import { useFlowTexts } from './use-flow-texts';

/** One flow: its drawing, what is wrong with it, and a phone to try it. */
export function FlowPage() {
  const words = useFlowTexts();
  const { id = '' } = useParams();
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const key = ['flows', tenantId, id];
  const flow = useQuery({
    queryKey: key,
    queryFn: () => unwrap(api.GET('/api/v1/flows/{id}', { params: { path: { id } } })),
    // What is drawn here is not taken away by what somebody else has kept: a change of an older revision is refused. Opened again, it is read again.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const [opened, setOpened] = useState(0);
  const again = async (): Promise<void> => {
    await flow.refetch({ throwOnError: true });
    setOpened((times) => times + 1);
  };
  const changed = (now: Omit<Flow, 'faults'>): void => {
    queries.setQueryData<Flow>(key, (before) => ({ faults: [], ...before, ...now }));
    void queries.invalidateQueries({ queryKey: ['flows', tenantId], exact: true });
  };
  return (
    <>
      <Link to="/flows" className="mb-3 inline-flex items-center gap-1.5 text-sm text-muted hover:text-ink">
        <ArrowLeft className="size-4" aria-hidden />
        {words('title')}
      </Link>
      {flow.data ? (
        <FlowEditor key={`${id} ${opened}`} flow={flow.data} changed={changed} again={again} />
      ) : (
        <>
          <PageHeader title={words('flow')} />
          <div className="card">
            {flow.isPending ? (
              <SkeletonRows />
            ) : (
              <div className="p-4">
                <ProblemNote problem={flow.error} retry={() => flow.refetch()} />
              </div>
            )}
          </div>
        </>
      )}
    </>
  );
}
