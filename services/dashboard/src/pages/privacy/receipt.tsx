import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, CircleCheck, Download, LoaderCircle } from 'lucide-react';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { api, download, unwrap } from '../../api/client';
import { toProblem } from '../../api/problem';
import { Badge } from '../../components/badge';
import { Button } from '../../components/button';
import { Card, PageHeader, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useToast } from '../../components/toast';
import { useWords, type Key } from '../../i18n/i18n';
import { useTenantId } from '../../session/session-context';

const POLL_MS = 1_000;
/** The parts of the installation as whoever asked for the erasure knows them. */
const PARTS: Readonly<Record<string, Key>> = {
  conversation: 'receipt.part.conversation',
  'message-sender': 'receipt.part.message-sender',
  gateway: 'receipt.part.gateway',
  'llm-orchestration': 'receipt.part.llm-orchestration',
};
const COUNTS: Readonly<Record<string, Key>> = {
  messages: 'receipt.count.messages',
  notes: 'receipt.count.notes',
  labels: 'receipt.count.labels',
  conversations: 'receipt.count.conversations',
  contacts: 'receipt.count.contacts',
  events: 'receipt.count.events',
  statuses: 'receipt.count.statuses',
  answers: 'receipt.count.answers',
  journalEntries: 'receipt.count.journalEntries',
  webhookItems: 'receipt.count.webhookItems',
  deadLetters: 'receipt.count.deadLetters',
};

/** Places where something may remain, by how the API names them. */
const PLACES: readonly (readonly [start: string, words: Key])[] = [
  ['event streams', 'receipt.place.events'],
  ['dead-letter', 'receipt.place.deadLetters'],
  ['webhook journal', 'receipt.place.journal'],
];

/** What each part of the installation erased of a customer, and what may remain until when. */
export function ReceiptPage() {
  const { t, date, number } = useWords();
  const say = useToast();
  const { id = '' } = useParams();
  const tenantId = useTenantId();
  const [busy, setBusy] = useState(false);
  const erasure = useQuery({
    queryKey: ['erasures', tenantId, id],
    queryFn: () => unwrap(api.GET('/api/v1/erasures/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data?.status === 'running' ? POLL_MS : false),
  });
  const save = async () => {
    setBusy(true);
    try {
      await download(`/api/v1/erasures/${id}`, `erasure-${id}.json`);
    } catch (error) {
      say(({ explain }) => explain(toProblem(error)), 'bad');
    } finally {
      setBusy(false);
    }
  };
  const placeOf = (where: string): string => {
    const place = PLACES.find(([start]) => where.startsWith(start));
    return place ? t(place[1]) : where;
  };
  const { data } = erasure;
  return (
    <>
      <Link to="/privacy" className="mb-3 inline-flex items-center gap-1.5 text-sm font-medium text-brand-ink hover:underline">
        <ArrowLeft className="size-4" aria-hidden />
        {t('receipt.back')}
      </Link>
      <PageHeader
        title={t('receipt.title')}
        text={data && <Badge tone={data.status === 'done' ? 'good' : 'info'}>{t(`erasures.${data.status}`)}</Badge>}
        actions={
          data && (
            <Button variant="secondary" busy={busy} onClick={() => void save()}>
              {!busy && <Download aria-hidden />}
              {t('receipt.download')}
            </Button>
          )
        }
      />
      {erasure.isPending && <SkeletonRows />}
      {erasure.isError && !data && <ProblemNote problem={erasure.error} retry={() => erasure.refetch()} />}
      {data && (
        <div className="grid max-w-3xl gap-6">
          <Card title={t('receipt.about')}>
            <dl className="grid gap-2">
              {(
                [
                  [t('erasures.contact'), data.contactId],
                  [t('erasures.requested'), date(data.requestedAt)],
                  [t('receipt.completed'), data.completedAt ? date(data.completedAt) : '–'],
                  [t('receipt.id'), data.id],
                ] as const
              ).map(([name, value]) => (
                <div key={name} className="grid gap-x-3 sm:grid-cols-[10rem_minmax(0,1fr)]">
                  <dt className="text-muted">{name}</dt>
                  <dd className="break-all">{value}</dd>
                </div>
              ))}
            </dl>
          </Card>
          <Card title={t('receipt.erased')}>
            <ul aria-live="polite" className="grid gap-3">
              {data.services.map(({ service, erasedAt, counts }) => {
                const part = PARTS[service];
                const erased = Object.entries(counts as Record<string, number>).filter(([kind, count]) => count > 0 && COUNTS[kind]);
                return (
                  <li key={service} className="flex gap-3">
                    {erasedAt ? (
                      <CircleCheck className="mt-0.5 size-5 shrink-0 text-good" aria-hidden />
                    ) : (
                      <LoaderCircle className="mt-0.5 size-5 shrink-0 animate-spin text-muted" aria-hidden />
                    )}
                    <div className="min-w-0">
                      <p className="font-medium">{part ? t(part) : service}</p>
                      <p className="text-sm text-muted">
                        {!erasedAt && t('receipt.waits')}
                        {erasedAt &&
                          (erased.map(([kind, count]) => t(COUNTS[kind]!, { count: number(count) })).join(' · ') || t('receipt.nothing'))}
                      </p>
                    </div>
                  </li>
                );
              })}
            </ul>
          </Card>
          {data.residuals.length > 0 && (
            <Card title={t('receipt.residuals')}>
              <p className="mb-3 text-muted">{t('receipt.residualsText')}</p>
              <ul className="grid list-disc gap-1 pl-5">
                {data.residuals.map(({ where, until }) => (
                  <li key={where}>{t('receipt.residual', { where: placeOf(where), until: date(until) })}</li>
                ))}
              </ul>
            </Card>
          )}
        </div>
      )}
    </>
  );
}
