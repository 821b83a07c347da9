import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api, unwrap, type Schemas } from '../../api/client';
import { Card, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useWords } from '../../i18n/i18n';
import { useTenantId } from '../../session/session-context';

type Changes = Schemas['UnpublishedChangesDto'];
const KINDS = ['added', 'replaced', 'removed'] as const satisfies readonly Changes['items'][number]['kind'][];

/**
 * What publishing would change in what answers customers, and the button for it.
 *
 * @param ready how many documents are ready: one that was just read is a change more
 */
export function UnpublishedChanges({ baseId, ready, publish }: { baseId: string; ready: number; publish: ReactNode }) {
  const { t } = useWords();
  const tenantId = useTenantId();
  const changes = useQuery({
    queryKey: ['knowledge', tenantId, baseId, 'unpublished', ready],
    placeholderData: keepPreviousData,
    queryFn: () => unwrap(api.GET('/api/v1/knowledge-bases/{id}/unpublished-changes', { params: { path: { id: baseId } } })),
  });
  return (
    <Card title={t('changes.title')} actions={publish}>
      <p className="mb-3 text-muted">{t('changes.text')}</p>
      {changes.isError && <ProblemNote problem={changes.error} retry={() => changes.refetch()} />}
      {changes.isPending && <SkeletonRows rows={2} />}
      {changes.data && (
        <dl className="grid gap-3 sm:grid-cols-3">
          {KINDS.filter((kind) => changes.data[kind] > 0).map((kind) => (
            <Kind key={kind} kind={kind} changes={changes.data} />
          ))}
        </dl>
      )}
    </Card>
  );
}

function Kind({ kind, changes }: { kind: (typeof KINDS)[number]; changes: Changes }) {
  const { t, number } = useWords();
  const items = changes.items.filter((item) => item.kind === kind);
  const more = changes[kind] - items.length;
  return (
    <div>
      <dt className="text-sm font-medium">{t(`changes.${kind}`, { count: number(changes[kind]) })}</dt>
      {items.map(({ documentId, title }) => (
        <dd key={documentId} className="mt-1 break-words text-muted">
          {title}
        </dd>
      ))}
      {more > 0 && <dd className="mt-1 text-muted">{t('changes.more', { count: number(more) })}</dd>}
    </div>
  );
}
