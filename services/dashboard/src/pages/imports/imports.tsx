import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Upload } from 'lucide-react';
import { useState } from 'react';
import { api, download, unwrap, type Schemas } from '../../api/client';
import { Badge, type Tone } from '../../components/badge';
import { Button } from '../../components/button';
import { Confirm } from '../../components/dialog';
import { Card, EmptyState, PageHeader } from '../../components/layout';
import { Listing, nextCursor, pageQuery } from '../../components/listing';
import { Table } from '../../components/table';
import { useWords } from '../../i18n/i18n';
import { may } from '../../session/permissions';
import { useSigned, useTenantId } from '../../session/session-context';
import { useSegmentTexts } from '../segments/use-segment-texts';
import { NewImport } from './new-import';

type Run = Schemas['ContactImportDto'];

const TONES: Readonly<Record<Run['status'], Tone>> = { running: 'info', done: 'good', failed: 'bad', cancelled: 'neutral' };
const isAtWork = ({ status, undo }: Run): boolean => status === 'running' || undo === 'running';

/** Customers from files: the form, and how far each file is. */
export function ImportsPage() {
  const words = useSegmentTexts();
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const mayImport = may(useSigned(), 'answer');
  const key = ['contact-imports', tenantId];
  const runs = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => unwrap(api.GET('/api/v1/contacts/imports', { params: { query: pageQuery(pageParam) } })),
    initialPageParam: '',
    getNextPageParam: nextCursor,
    refetchInterval: ({ state }) => (state.data?.pages.some(({ items }) => items.some(isAtWork)) ? 1_000 : false),
  });
  const changed = () => queries.invalidateQueries({ queryKey: key });
  return (
    <>
      <PageHeader title={words('importTitle')} text={words('importText')} />
      <div className="grid gap-4">
        {mayImport && <NewImport onStarted={() => void changed()} />}
        <Card title={words('runs')}>
          <Listing query={runs} empty={<EmptyState icon={Upload} title={words('noRuns')} text={words('noRunsText')} />}>
            {(rows) => <Runs rows={rows} mayChange={mayImport} changed={() => void changed()} />}
          </Listing>
        </Card>
      </div>
    </>
  );
}

function Runs({ rows, mayChange, changed }: { rows: Run[]; mayChange: boolean; changed: () => void }) {
  const { t, number, date } = useWords();
  const words = useSegmentTexts();
  const [undone, setUndone] = useState<Run>();
  const cancel = async (id: string) => {
    await unwrap(api.POST('/api/v1/contacts/imports/{id}/cancel', { params: { path: { id } } }));
    changed();
  };
  return (
    <>
      <Table<Run>
        label={words('runs')}
        rows={rows}
        rowKey={({ id }) => id}
        columns={[
          {
            key: 'file',
            title: words('file'),
            main: true,
            cell: ({ fileName, createdAt }) => <bdi className="font-medium">{fileName ?? date(createdAt)}</bdi>,
          },
          { key: 'status', title: t('column.status'), cell: (run) => <Status run={run} /> },
          { key: 'created', title: words('created'), end: true, cell: ({ created }) => number(created) },
          { key: 'updated', title: words('updated'), end: true, cell: ({ updated }) => number(updated) },
          { key: 'rejected', title: words('rejected'), end: true, cell: ({ rejected }) => number(rejected) },
          { key: 'at', title: words('at'), cell: ({ createdAt }) => date(createdAt) },
          {
            key: 'actions',
            title: t('column.actions'),
            actions: true,
            cell: (run) => (
              <span className="flex flex-wrap justify-end gap-1">
                {run.errorsUrl && (
                  <Button variant="ghost" size="small" onClick={() => void download(run.errorsUrl!, 'rejected-rows.csv')}>
                    {words('errors')}
                  </Button>
                )}
                {mayChange && run.status === 'running' && (
                  <Button variant="quiet" size="small" onClick={() => void cancel(run.id)}>
                    {words('cancel')}
                  </Button>
                )}
                {mayChange && run.status !== 'running' && run.undo === 'none' && run.created + run.updated > 0 && (
                  <Button variant="quiet" size="small" onClick={() => setUndone(run)}>
                    {words('undo')}
                  </Button>
                )}
              </span>
            ),
          },
        ]}
      />
      <Confirm
        open={undone !== undefined}
        onClose={() => setUndone(undefined)}
        title={words('undoTitle')}
        text={words('undoText')}
        action={words('undo')}
        run={async () => {
          await unwrap(api.POST('/api/v1/contacts/imports/{id}/undo', { params: { path: { id: undone!.id } } }));
          changed();
        }}
      />
    </>
  );
}

function Status({ run }: { run: Run }) {
  const { number, percent } = useWords();
  const words = useSegmentTexts();
  const { status, undo } = run;
  return (
    <span className="flex flex-wrap items-center gap-1.5 max-md:justify-end">
      <Badge tone={TONES[status]}>{words(`status.${status}`)}</Badge>
      {status === 'running' && <span className="text-sm text-muted">{words('percent', { share: percent(run.progress) })}</span>}
      {undo === 'running' && <Badge tone="info">{words('undoing')}</Badge>}
      {undo === 'done' && <Badge>{words('undone', { count: number(run.undone) })}</Badge>}
      {run.error && <span className="text-sm text-bad">{run.error}</span>}
    </span>
  );
}
