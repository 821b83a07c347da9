import type { ReactNode } from 'react';
import { useWords } from '../i18n/i18n';
import { Button } from './button';
import { SkeletonRows } from './layout';
import { ProblemNote } from './problem-note';

export interface Page<Row> {
  items: Row[];
  nextCursor?: string | null;
}
/** A list as TanStack Query reads it: page by page, or as a whole. */
export interface Rows<Row> {
  isPending: boolean;
  isError: boolean;
  error: unknown;
  data: { pages: Page<Row>[] } | undefined;
  refetch: () => unknown;
  hasNextPage?: boolean;
  isFetchingNextPage?: boolean;
  isFetchNextPageError?: boolean;
  fetchNextPage?: () => unknown;
}

export const nextCursor = ({ nextCursor: cursor }: Page<unknown>): string | undefined => cursor ?? undefined;
/** For `limit` and `cursor` of the first and the following pages. */
export const pageQuery = (cursor: string, limit = 25) => (cursor ? { limit, cursor } : { limit });

interface Props<Row> {
  query: Rows<Row>;
  empty: ReactNode;
  children: (rows: Row[]) => ReactNode;
}

/** The four states of a list: on its way, failed, empty, there; and a button for more. */
export function Listing<Row>({ query, empty, children }: Props<Row>) {
  const { t } = useWords();
  if (query.isPending) return <SkeletonRows />;
  const rows = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const failed = query.isError && (
    <div className="p-4">
      <ProblemNote problem={query.error} retry={() => (query.isFetchNextPageError ? query.fetchNextPage?.() : query.refetch())} />
    </div>
  );
  if (!query.data) return failed;
  if (rows.length === 0) return failed || empty;
  return (
    <>
      {children(rows)}
      {failed}
      {query.hasNextPage && !query.isFetchNextPageError && (
        <div className="border-t border-line p-3 text-center">
          <Button variant="ghost" busy={query.isFetchingNextPage ?? false} onClick={() => void query.fetchNextPage?.()}>
            {t('list.more')}
          </Button>
        </div>
      )}
    </>
  );
}
