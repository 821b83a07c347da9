import { useQuery } from '@tanstack/react-query';
import { CircleCheck, Inbox, Send } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import { Button } from '../../components/button';
import { useWords } from '../../i18n/i18n';
import { MessagePreview } from '../../sending/message-preview';
import { readMessage } from '../../sending/requests';
import { MessageStatusBadge } from '../../sending/status-badge';
import { useSendingTexts } from '../../sending/use-sending-texts';
import { useTenantId } from '../../session/session-context';

export interface Sent {
  id: string;
  status: string;
  to: string;
  outlet: string;
  /** Of a scheduled one: when it leaves. */
  sendAt?: string | undefined;
}
const SOON_MS = 2_000;
const MOVING = ['queued', 'sending', 'accepted', 'sent'];

/** What was sent, and how far it is. */
export function SentMessage({ sent, onAnother }: { sent: Sent; onAnother: () => void }) {
  const { date } = useWords();
  const s = useSendingTexts();
  const tenantId = useTenantId();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const message = useQuery({
    queryKey: ['messages', tenantId, 'one', sent.id],
    queryFn: () => readMessage(sent.id),
    refetchInterval: ({ state }) => (!state.data || MOVING.includes(state.data.status) ? SOON_MS : false),
  });
  return (
    <section className="card grid gap-4 p-4 sm:p-6">
      <div className="flex flex-wrap items-center gap-3">
        <CircleCheck className="size-6 shrink-0 text-good" aria-hidden />
        <h2 ref={heading} tabIndex={-1} className="text-lg font-semibold outline-none">
          {s(sent.sendAt ? 'send.scheduled' : 'send.done')}
        </h2>
        <span role="status">
          <MessageStatusBadge status={message.data?.status ?? sent.status} />
        </span>
      </div>
      <p className="break-words text-muted">
        {sent.sendAt
          ? s('send.scheduledText', { to: sent.to, outlet: sent.outlet, time: date(sent.sendAt) })
          : s('send.doneText', { to: sent.to, outlet: sent.outlet })}
      </p>
      {message.data && (
        <div className="max-w-md">
          <MessagePreview content={message.data.content} empty={s('outbox.noPreview')} />
        </div>
      )}
      <div className="flex flex-wrap gap-2">
        <Button onClick={onAnother}>
          <Send aria-hidden />
          {s('send.another')}
        </Button>
        <Button asChild variant="secondary">
          <Link to={`/outbox/${sent.id}`}>
            <Inbox aria-hidden />
            {s('send.toOutbox')}
          </Link>
        </Button>
      </div>
    </section>
  );
}
