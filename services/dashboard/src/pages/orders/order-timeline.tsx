import { Badge, type Tone } from '../../components/badge';
import { Card } from '../../components/layout';
import { useWords } from '../../i18n/i18n';
import type { Order } from './order-badge';
import { useOrderTexts } from './use-order-texts';

type Message = Order['messages'][number];

/** How far a message got, in few words. */
function went(status: Message['status']): { key: 'requested' | 'sent' | 'delivered' | 'read' | 'failed'; tone: Tone } {
  if (['skipped', 'refused', 'cancelled', 'failed'].includes(status)) return { key: 'failed', tone: 'bad' };
  if (status === 'read' || status === 'played') return { key: 'read', tone: 'good' };
  if (status === 'delivered') return { key: 'delivered', tone: 'good' };
  return status === 'sent' || status === 'accepted' ? { key: 'sent', tone: 'info' } : { key: 'requested', tone: 'neutral' };
}

/** How far a message got that a customer was sent. */
export function WentBadge({ status }: { status: Message['status'] }) {
  const o = useOrderTexts();
  const { key, tone } = went(status);
  return <Badge tone={tone}>{o(`orders.went.${key}`)}</Badge>;
}

/** Moves and messages of an order, the newest first. */
export function OrderTimeline({ order }: { order: Order }) {
  const { date } = useWords();
  const o = useOrderTexts();
  const entries = [
    ...order.history.map((move, at) => ({ at: move.at, key: `move ${at}`, move, message: undefined })),
    ...order.messages.map((message) => ({ at: message.at, key: message.id, move: undefined, message })),
  ].sort((a, b) => (a.at < b.at ? 1 : -1));
  return (
    <Card title={o('orders.history')}>
      <ol className="grid gap-3">
        {entries.map(({ at, key, move, message }) => (
          <li key={key} className="border-l-2 border-line pl-3">
            {move && (
              <p>
                <span className="font-medium">{o(`orders.is.${move.to}`)}</span>{' '}
                <span className="text-muted">{o(`orders.by.${move.by}`)}</span>
              </p>
            )}
            {move?.reason && <p className="break-words">{move.reason}</p>}
            {message && (
              <p className="flex flex-wrap items-center gap-2">
                {o('orders.message', { type: o(`orders.tells.${message.type}`) })}
                <WentBadge status={message.status} />
              </p>
            )}
            {message?.detail && <p className="text-sm break-words text-muted">{message.detail}</p>}
            <p className="text-sm text-muted">{date(at)}</p>
          </li>
        ))}
      </ol>
    </Card>
  );
}
