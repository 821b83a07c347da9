import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Download, PackageOpen } from 'lucide-react';
import { Progress } from 'radix-ui';
import { useState } from 'react';
import { api, unwrap, type Schemas } from '../../api/client';
import { toProblem } from '../../api/problem';
import { Badge, type Tone } from '../../components/badge';
import { Button } from '../../components/button';
import { Card, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { useTenantId } from '../../session/session-context';

type Export = Schemas['CompanyExportDto'];

const LOOK_AGAIN_MS = 2_000;
const TONES: Record<Export['state'], Tone> = { waiting: 'neutral', running: 'brand', done: 'good', failed: 'bad', expired: 'neutral' };
const isUnderWay = (one: Export | undefined): boolean => one?.state === 'waiting' || one?.state === 'running';

/** Everything of the company in one archive: asked for, followed on its way, downloaded for some days. */
export function ExportSection() {
  const { t } = useWords();
  const say = useToast();
  const id = useTenantId();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const path = { params: { path: { id } } };
  const exports = useQuery({
    queryKey: ['exports', id],
    queryFn: () => unwrap(api.GET('/api/v1/tenants/{id}/exports', path)),
    refetchInterval: ({ state }) => (isUnderWay(state.data?.items[0]) ? LOOK_AGAIN_MS : false),
  });
  const ask = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      await unwrap(api.POST('/api/v1/tenants/{id}/exports', path));
      say(({ t }) => t('export.asked'));
    } catch (error) {
      setProblem(toProblem(error));
    }
    await queries.invalidateQueries({ queryKey: ['exports', id] });
    setBusy(false);
  };
  const items = exports.data?.items;
  return (
    <Card title={t('export.title')} className="max-w-3xl">
      <p className="mb-4 max-w-2xl text-muted">{t('export.text')}</p>
      {problem !== undefined && (
        <div className="mb-4">
          <ProblemNote problem={problem} />
        </div>
      )}
      <Button variant="secondary" busy={busy} disabled={isUnderWay(items?.[0])} onClick={() => void ask()}>
        <PackageOpen aria-hidden />
        {t('export.ask')}
      </Button>
      <div className="mt-4 border-t border-line pt-4">
        {exports.isPending && <SkeletonRows rows={1} />}
        {exports.isError && <ProblemNote problem={exports.error} retry={() => exports.refetch()} />}
        {items?.length === 0 && <p className="text-muted">{t('export.none')}</p>}
        {items && items.length > 0 && (
          <ul aria-label={t('export.list')} className="divide-y divide-line">
            {items.map((item) => (
              <Line key={item.id} item={item} />
            ))}
          </ul>
        )}
      </div>
    </Card>
  );
}

function Line({ item }: { item: Export }) {
  const { t, date, bytes } = useWords();
  const say = useToast();
  const id = useTenantId();
  const [busy, setBusy] = useState(false);
  const asked = date(item.requestedAt);
  const save = async () => {
    setBusy(true);
    try {
      const params = { path: { id, exportId: item.id } };
      // The browser saves it under its own name, and shows how far it is.
      location.assign((await unwrap(api.POST('/api/v1/tenants/{id}/exports/{exportId}/link', { params }))).url);
    } catch (error) {
      say(({ explain }) => explain(toProblem(error)), 'bad');
    }
    setBusy(false);
  };
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3 first:pt-0 last:pb-0">
      <div className="min-w-0 flex-1 basis-56">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
          {t('export.of', { date: asked })}
          <Badge tone={TONES[item.state]}>{t(`export.state.${item.state}`)}</Badge>
        </p>
        {item.state === 'done' && item.expiresAt && (
          <p className="text-sm text-muted">{t('export.until', { size: bytes(item.sizeBytes ?? 0), date: date(item.expiresAt) })}</p>
        )}
        {isUnderWay(item) && (
          <Progress.Root
            value={item.files > 0 ? item.written : null}
            max={Math.max(1, item.files)}
            aria-label={t('export.progress')}
            className="mt-2 h-2 overflow-hidden rounded-full bg-raised"
          >
            <Progress.Indicator
              className="h-full bg-brand transition-[width]"
              style={{ width: `${item.files > 0 ? (100 * item.written) / item.files : 5}%` }}
            />
          </Progress.Root>
        )}
      </div>
      {item.state === 'done' && (
        <Button size="small" busy={busy} aria-label={t('export.downloadOf', { date: asked })} onClick={() => void save()}>
          <Download aria-hidden />
          {t('export.download')}
        </Button>
      )}
    </li>
  );
}
