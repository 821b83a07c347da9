import { useQueryClient } from '@tanstack/react-query';
import { CircleX, RotateCw } from 'lucide-react';
import { useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { toProblem, type Problem } from '../../api/problem';
import { Button } from '../../components/button';
import { Confirm } from '../../components/dialog';
import { ProblemNote } from '../../components/problem-note';
import { useToast } from '../../components/toast';
import { cancelMessage, retryMessage, type MessageDetail } from '../../sending/requests';
import { useSendingTexts } from '../../sending/use-sending-texts';
import { useTenantId } from '../../session/session-context';
import { useRecipient } from './use-recipient';

const CANCELLABLE: readonly string[] = ['scheduled', 'queued'];

/** What may still be done about a message: to cancel it before it leaves, to send it again where it failed. */
export function MessageActions({ message }: { message: MessageDetail }) {
  const s = useSendingTexts();
  const say = useToast();
  const queries = useQueryClient();
  const tenantId = useTenantId();
  const navigate = useNavigate();
  const { search } = useLocation();
  const recipient = useRecipient();
  const [asks, setAsks] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const changed = () => queries.invalidateQueries({ queryKey: ['messages', tenantId] });
  const retry = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      const { id } = await retryMessage(message.id);
      say(() => s('outbox.retried'));
      void navigate(`/outbox/${id}${search}`, { preventScrollReset: true });
    } catch (error) {
      setProblem(toProblem(error));
    } finally {
      setBusy(false);
      await changed();
    }
  };
  const isCancellable = CANCELLABLE.includes(message.status);
  if (!isCancellable && message.status !== 'failed') return null;
  return (
    <div className="mt-5 grid gap-3 border-t border-line pt-4">
      {problem && <ProblemNote problem={problem} />}
      <div className="flex flex-wrap justify-end gap-2">
        {isCancellable ? (
          <Button variant="quiet" onClick={() => setAsks(true)}>
            <CircleX aria-hidden />
            {s('outbox.cancel')}
          </Button>
        ) : (
          <Button busy={busy} onClick={() => void retry()}>
            {!busy && <RotateCw aria-hidden />}
            {s('outbox.retry')}
          </Button>
        )}
      </div>
      <Confirm
        open={asks}
        onClose={() => setAsks(false)}
        title={s('outbox.cancelTitle', { to: recipient(message) })}
        text={s('outbox.cancelText')}
        action={s('outbox.cancel')}
        cancel={s('outbox.keep')}
        run={async () => {
          try {
            await cancelMessage(message.id);
            say(() => s('outbox.cancelled'));
          } finally {
            await changed();
          }
        }}
      />
    </div>
  );
}
