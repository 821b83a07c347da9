import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { ChevronDown, History, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { api, unwrap, type Schemas } from '../../api/client';
import { Badge, type Tone } from '../../components/badge';
import { Button } from '../../components/button';
import { Confirm } from '../../components/dialog';
import { Card, EmptyState, SkeletonRows } from '../../components/layout';
import { Listing, nextCursor, pageQuery } from '../../components/listing';
import { ProblemNote } from '../../components/problem-note';
import { useToast } from '../../components/toast';
import { goldenTexts } from '../../i18n/golden';
import { useWords } from '../../i18n/i18n';
import { useAgo } from '../../i18n/use-ago';
import { useTexts } from '../../i18n/use-texts';
import { useTenantId } from '../../session/session-context';
import { BeforeAndAfter } from './before-and-after';

type Version = Schemas['BaseVersionDto'];
type Details = Schemas['VersionDetailsDto'];
const TONES: Record<NonNullable<Details['report']>['changes'][number]['change'], Tone> = { lost: 'bad', won: 'good', changed: 'neutral' };
const KINDS = [
  ['added', 'added'],
  ['replaced', 'replaced'],
  ['removed', 'removedDocuments'],
] as const;

/** The published versions, what changed in each, and the way back. */
export function Versions({ baseId, edits }: { baseId: string; edits: boolean }) {
  const t = useTexts(goldenTexts);
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const say = useToast();
  const [back, setBack] = useState<number>();
  const versions = useInfiniteQuery({
    queryKey: ['knowledge', tenantId, baseId, 'versions'],
    queryFn: ({ pageParam }) =>
      unwrap(api.GET('/api/v1/knowledge-bases/{id}/versions', { params: { path: { id: baseId }, query: pageQuery(pageParam, 5) } })),
    initialPageParam: '',
    getNextPageParam: nextCursor,
  });
  return (
    <Card title={t('versions')}>
      <Listing query={versions} empty={<EmptyState icon={History} title={t('versions')} text={t('notAsked')} />}>
        {(rows) => (
          <ul className="divide-y divide-line">
            {rows.map((row) => (
              <VersionRow key={row.version} baseId={baseId} row={row} goBack={edits ? () => setBack(row.version) : undefined} />
            ))}
          </ul>
        )}
      </Listing>
      <Confirm
        open={back !== undefined}
        onClose={() => setBack(undefined)}
        danger={false}
        title={t('rollBackTitle', { version: String(back ?? '') })}
        text={t('rollBackText')}
        action={t('rollBack')}
        run={async () => {
          if (back === undefined) return;
          const version = back;
          await unwrap(api.POST('/api/v1/knowledge-bases/{id}/rollback', { params: { path: { id: baseId } }, body: { version } }));
          say(({ language }) => goldenTexts[language].rolledBack.replace('{version}', String(version)));
          await queries.invalidateQueries({ queryKey: ['knowledge', tenantId] });
        }}
      />
    </Card>
  );
}

function VersionRow({ baseId, row, goBack }: { baseId: string; row: Version; goBack: (() => void) | undefined }) {
  const t = useTexts(goldenTexts);
  const { number } = useWords();
  const ago = useAgo();
  const [open, setOpen] = useState(false);
  const version = String(row.version);
  return (
    <li className="py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <span className="font-medium">{t('version', { version })}</span>
        {row.published && <Badge tone="good">{t('current')}</Badge>}
        <span className="text-sm text-muted">{t('documents', { count: number(row.documents) })}</span>
        <span className="grow text-sm text-muted">{ago(row.createdAt)}</span>
        <Button variant="ghost" size="small" aria-expanded={open} aria-label={t('details', { version })} onClick={() => setOpen(!open)}>
          <ChevronDown aria-hidden className={open ? 'rotate-180' : ''} />
          {t('shown')}
        </Button>
        {goBack && !row.published && (
          <Button variant="secondary" size="small" aria-label={`${t('rollBack')}: ${version}`} onClick={goBack}>
            <Undo2 aria-hidden />
            {t('rollBack')}
          </Button>
        )}
      </div>
      {open && <Changes baseId={baseId} version={row.version} />}
    </li>
  );
}

function Changes({ baseId, version }: { baseId: string; version: number }) {
  const t = useTexts(goldenTexts);
  const { number } = useWords();
  const tenantId = useTenantId();
  const details = useQuery({
    queryKey: ['knowledge', tenantId, baseId, 'versions', version],
    queryFn: () => unwrap(api.GET('/api/v1/knowledge-bases/{id}/versions/{version}', { params: { path: { id: baseId, version } } })),
  });
  if (details.isError) return <ProblemNote problem={details.error} retry={() => details.refetch()} />;
  if (!details.data) return <SkeletonRows rows={2} />;
  const { documentChanges, report } = details.data;
  const kinds = KINDS.filter(([kind]) => documentChanges[kind] > 0);
  return (
    <div className="mt-3 grid gap-4 rounded-lg border border-line p-4">
      {version === 1 && <p className="text-muted">{t('firstVersion')}</p>}
      {version > 1 && kinds.length === 0 && <p className="text-muted">{t('sameDocuments')}</p>}
      {kinds.length > 0 && (
        <dl className="grid gap-3 sm:grid-cols-3">
          {kinds.map(([kind, text]) => {
            const items = documentChanges.items.filter((item) => item.kind === kind);
            const more = documentChanges[kind] - items.length;
            return (
              <div key={kind} className="min-w-0">
                <dt className="text-sm font-medium">{t(text, { count: number(documentChanges[kind]) })}</dt>
                {items.map(({ documentId, title }) => (
                  <dd key={documentId} className="mt-1 break-words text-muted">
                    {title}
                  </dd>
                ))}
                {more > 0 && <dd className="mt-1 text-muted">{t('more', { count: number(more) })}</dd>}
              </div>
            );
          })}
        </dl>
      )}
      {report ? <Report report={report} /> : <p className="text-muted">{t('notAsked')}</p>}
    </div>
  );
}

function Report({ report: { golden, past, changes, forced } }: { report: NonNullable<Details['report']> }) {
  const t = useTexts(goldenTexts);
  const { number } = useWords();
  return (
    <div className="grid gap-3">
      {forced && <Badge tone="bad">{t('forced')}</Badge>}
      <p>{t('golden', { found: number(golden.found), asked: number(golden.asked) })}</p>
      {past.asked > 0 && <p>{t('past', { asked: number(past.asked), lost: number(past.lost) })}</p>}
      <ul className="grid gap-3">
        {changes.map(({ change, question, before, after }) => (
          <li key={question} className="rounded-lg border border-line p-3">
            <p className="mb-2 flex items-start justify-between gap-3 font-medium break-words">
              {question}
              <Badge tone={TONES[change]}>{t(change)}</Badge>
            </p>
            <BeforeAndAfter before={before} after={after} />
          </li>
        ))}
      </ul>
    </div>
  );
}
