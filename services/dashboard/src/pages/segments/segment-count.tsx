import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { Link } from 'react-router';
import { api, unwrap } from '../../api/client';
import { Badge } from '../../components/badge';
import { Card, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useWords } from '../../i18n/i18n';
import { useTenantId } from '../../session/session-context';
import type { Expression } from './draft';
import { useSegmentTexts } from './use-segment-texts';

/** How many contacts fit, and the first of them; counted again as the conditions change. */
export function SegmentCount({ audience }: { audience: { expression: Expression } | { segmentId: string } | undefined }) {
  const { number } = useWords();
  const words = useSegmentTexts();
  const tenantId = useTenantId();
  const body = useDeferredValue(audience);
  const preview = useQuery({
    queryKey: ['segment-preview', tenantId, body],
    queryFn: () => unwrap(api.POST('/api/v1/segments/preview', { body: body! })),
    enabled: body !== undefined,
    placeholderData: keepPreviousData,
    retry: false,
  });
  return (
    <Card title={words('countTitle')}>
      <div aria-live="polite" data-testid="segment-count">
        {body === undefined ? (
          <p className="text-muted">{words('incomplete')}</p>
        ) : preview.isError ? (
          <ProblemNote problem={preview.error} retry={() => preview.refetch()} />
        ) : !preview.data ? (
          <SkeletonRows rows={2} />
        ) : (
          <>
            <p className="text-2xl font-semibold tabular-nums">
              {preview.data.count === 1 ? words('countOne') : words('count', { count: number(preview.data.count) })}
            </p>
            {preview.data.count === 0 && <p className="mt-1 text-muted">{words('nobody')}</p>}
            <ul className="mt-3 grid gap-2">
              {preview.data.sample.map(({ id, name, tags }) => (
                <li key={id} className="flex flex-wrap items-center gap-1.5">
                  <Link to={`/contacts/${id}`} className="font-medium text-brand-ink hover:underline">
                    <bdi>{name}</bdi>
                  </Link>
                  {tags.slice(0, 3).map((tag) => (
                    <Badge key={tag}>{tag}</Badge>
                  ))}
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </Card>
  );
}
