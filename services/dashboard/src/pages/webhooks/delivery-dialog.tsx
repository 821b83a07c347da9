import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap, type Schemas } from '../../api/client';
import { toProblem, type Problem } from '../../api/problem';
import { Badge } from '../../components/badge';
import { Button } from '../../components/button';
import { Dialog, DialogActions } from '../../components/dialog';
import { SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { useTenantId } from '../../session/session-context';
import { TONES } from './tones';
import { useOutcome } from './use-outcome';

interface Props {
  endpointId: string;
  id: string;
  isOn: boolean;
  onClose: () => void;
}

/** One delivery with its body and every attempt. */
export function DeliveryDialog({ endpointId, id, isOn, onClose }: Props) {
  const { t } = useWords();
  const tenantId = useTenantId();
  const path = { id: endpointId, deliveryId: id };
  const delivery = useQuery({
    queryKey: ['webhooks', tenantId, endpointId, 'delivery', id],
    queryFn: () => unwrap(api.GET('/api/v1/webhook-endpoints/{id}/deliveries/{deliveryId}', { params: { path } })),
    refetchInterval: 3_000,
  });
  return (
    <Dialog open onClose={onClose} wide title={delivery.data?.event ?? t('webhooks.delivery')}>
      {delivery.data ? (
        <Shown delivery={delivery.data} path={path} isOn={isOn} onClose={onClose} />
      ) : delivery.isPending ? (
        <SkeletonRows rows={2} />
      ) : (
        <ProblemNote problem={delivery.error} retry={() => delivery.refetch()} />
      )}
    </Dialog>
  );
}

interface ShownProps {
  delivery: Schemas['WebhookDeliveryDetailDto'];
  path: { id: string; deliveryId: string };
  isOn: boolean;
  onClose: () => void;
}

function Shown({ delivery, path, isOn, onClose }: ShownProps) {
  const { t, date, number } = useWords();
  const say = useToast();
  const outcome = useOutcome();
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const { status, eventId, nextAttemptAt, body, log } = delivery;
  const replay = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      await unwrap(api.POST('/api/v1/webhook-endpoints/{id}/deliveries/{deliveryId}/replay', { params: { path } }));
      say((words) => words.t('webhooks.replayed'));
      await queries.invalidateQueries({ queryKey: ['webhooks', tenantId] });
    } catch (error) {
      setProblem(toProblem(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="grid gap-5">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <Badge tone={TONES[status]}>{t(`webhooks.status.${status}`)}</Badge>
        {nextAttemptAt && <span className="text-sm text-muted">{t('webhooks.nextAttempt', { at: date(nextAttemptAt) })}</span>}
        <code className="text-sm break-all text-muted">msg_{eventId}</code>
      </div>
      {problem && <ProblemNote problem={problem} />}
      <section>
        <h3 className="mb-2 font-medium">{t('webhooks.body')}</h3>
        <pre
          className="max-h-64 overflow-auto rounded-lg bg-raised p-3.5 text-sm break-all whitespace-pre-wrap"
          tabIndex={0}
          role="group"
          aria-label={t('webhooks.body')}
        >
          {pretty(body)}
        </pre>
      </section>
      <section>
        <h3 className="mb-2 font-medium">{t('webhooks.attempts')}</h3>
        {log.length === 0 ? (
          <p className="text-muted">{t('webhooks.notYet')}</p>
        ) : (
          <ol className="divide-y divide-line rounded-lg border border-line">
            {log.map((attempt) => (
              <li key={attempt.at} className="grid gap-1 px-3.5 py-2.5">
                <span className="flex flex-wrap justify-between gap-x-4">
                  <span className="font-medium">{outcome(attempt)}</span>
                  <span className="text-sm text-muted">
                    <time dateTime={attempt.at}>{date(attempt.at)}</time> · {t('webhooks.took', { ms: number(attempt.durationMs) })}
                  </span>
                </span>
                {attempt.answer && <code className="text-sm break-all whitespace-pre-wrap text-muted">{attempt.answer}</code>}
              </li>
            ))}
          </ol>
        )}
      </section>
      {!isOn && <p className="text-sm text-muted">{t('webhooks.onFirst')}</p>}
      <DialogActions>
        <Button variant="secondary" onClick={onClose}>
          {t('dialog.close')}
        </Button>
        <Button busy={busy} disabled={!isOn} onClick={() => void replay()}>
          {t(status === 'retrying' ? 'webhooks.tryNow' : 'webhooks.replay')}
        </Button>
      </DialogActions>
    </div>
  );
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
