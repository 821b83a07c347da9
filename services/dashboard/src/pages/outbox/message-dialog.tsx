import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Dialog } from '../../components/dialog';
import { SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useWords } from '../../i18n/i18n';
import { useTypeName } from '../../inbox/type-name';
import { MessagePreview } from '../../sending/message-preview';
import { PriceText } from '../../sending/price-text';
import { Reason } from '../../sending/reason';
import { readMessage, type MessageDetail } from '../../sending/requests';
import { MessageStatusBadge } from '../../sending/status-badge';
import { useSendingTexts } from '../../sending/use-sending-texts';
import { may } from '../../session/permissions';
import { useSigned, useTenantId } from '../../session/session-context';
import { MessageActions } from './message-actions';
import { usePricing } from './use-pricing';
import { useRecipient } from './use-recipient';

const SOON_MS = 4_000;
/** Nothing comes after these. */
const OVER: readonly string[] = ['read', 'played', 'cancelled'];

interface Props {
  /** Of the message that is looked at; nothing is shown without. */
  id: string | undefined;
  outlets: readonly { id: string; name: string }[];
  onClose: () => void;
}

export function MessageDialog({ id, outlets, onClose }: Props) {
  const s = useSendingTexts();
  const tenantId = useTenantId();
  const signed = useSigned();
  const message = useQuery({
    queryKey: ['messages', tenantId, 'one', id],
    queryFn: () => readMessage(id!),
    enabled: id !== undefined,
    refetchInterval: ({ state }) => (state.data && OVER.includes(state.data.status) ? false : SOON_MS),
  });
  return (
    <Dialog open={id !== undefined} onClose={onClose} wide title={s('outbox.one')}>
      {message.data ? (
        <>
          <Detail message={message.data} outlets={outlets} />
          {may(signed, 'send') && <MessageActions key={message.data.id} message={message.data} />}
        </>
      ) : message.isError ? (
        <ProblemNote problem={message.error} retry={() => message.refetch()} />
      ) : (
        <SkeletonRows />
      )}
    </Dialog>
  );
}

function Detail({ message, outlets }: { message: MessageDetail; outlets: Props['outlets'] }) {
  const { number, date } = useWords();
  const s = useSendingTexts();
  const typeName = useTypeName();
  const recipient = useRecipient();
  const { status, errors, type, sendAt, retryOf, attempts, wamid, conversationId, pricing } = message;
  const error = errors.at(-1);
  const price = usePricing()(pricing);
  const amount = message.price.final ?? message.price.estimated;
  const facts: [string, ReactNode][] = [
    [s('outbox.to'), <bdi key="to">{recipient(message)}</bdi>],
    [s('outbox.outlet'), outlets.find((outlet) => outlet.id === message.outletId)?.name ?? '–'],
    [s('outbox.type'), type === 'text' ? s('send.kind.text') : typeName(type)],
    [s('outbox.class'), s(`class.${message.class}`)],
    ...(sendAt
      ? [
          [
            s('outbox.sendAt'),
            <time key="sendAt" dateTime={sendAt}>
              {date(sendAt)}
            </time>,
          ] as [string, ReactNode],
        ]
      : []),
    [s('outbox.attempts'), number(attempts)],
    ...(retryOf
      ? [
          [
            s('outbox.retryOf'),
            <Link key="retryOf" to={`/outbox/${retryOf}`} className="text-brand-ink hover:underline">
              {s('outbox.retryOfLink')}
            </Link>,
          ] as [string, ReactNode],
        ]
      : []),
    ...(amount ? [[s('price.title'), <PriceText key="amount" price={amount} />] as [string, ReactNode]] : []),
    ...(price ? [[s('outbox.price'), price] as [string, ReactNode]] : []),
    ...(wamid
      ? [
          [
            s('outbox.wamid'),
            <code key="wamid" className="text-xs break-all">
              {wamid}
            </code>,
          ] as [string, ReactNode],
        ]
      : []),
    ...(conversationId
      ? [
          [
            s('outbox.conversation'),
            <Link key="conversation" to={`/inbox/${conversationId}`} className="text-brand-ink hover:underline">
              {s('outbox.toConversation')}
            </Link>,
          ] as [string, ReactNode],
        ]
      : []),
  ];
  return (
    <div className="grid gap-5 *:min-w-0 sm:grid-cols-2">
      <div className="grid content-start gap-4">
        <p role="status" className="flex flex-wrap items-center gap-2">
          <MessageStatusBadge status={status} />
          {status === 'queued' && <Waits />}
        </p>
        {status === 'unknown' && <p className="text-sm text-muted">{s('outbox.unknown')}</p>}
        {error && (
          <section className={status === 'failed' ? 'rounded-lg bg-bad-soft p-3' : 'rounded-lg bg-raised p-3'}>
            <h3 className="mb-1 text-sm font-medium">{s(status === 'failed' ? 'outbox.problem' : 'outbox.problemEarlier')}</h3>
            <Reason error={error} />
          </section>
        )}
        <dl className="grid gap-2">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt className="text-sm text-muted">{name}</dt>
              <dd className="break-words">{value}</dd>
            </div>
          ))}
        </dl>
      </div>
      <div className="grid content-start gap-4">
        <MessagePreview content={message.content} empty={s('outbox.noPreview')} />
        <section>
          <h3 className="mb-2 font-medium">{s('outbox.history')}</h3>
          <ol className="grid gap-2 border-l-2 border-line pl-3">
            <Step words={s('outbox.accepted')} at={message.createdAt} />
            {message.statuses.map((each, index) => (
              <Step
                key={index}
                words={<MessageStatusBadge status={each.status} />}
                at={each.at}
                note={each.participant ? `+${each.participant}` : each.errors[0]?.title}
              />
            ))}
          </ol>
          {message.statuses.length === 0 && <p className="mt-2 text-sm text-muted">{s('outbox.noStatuses')}</p>}
        </section>
      </div>
    </div>
  );
}

function Step({ words, at, note }: { words: ReactNode; at: string; note?: string | undefined }) {
  const { date } = useWords();
  return (
    <li>
      {words}{' '}
      <time dateTime={at} className="text-sm text-muted">
        {date(at)}
      </time>
      {note && <span className="block text-sm text-muted">{note}</span>}
    </li>
  );
}

function Waits() {
  const { t } = useWords();
  const s = useSendingTexts();
  return (
    <span className="text-sm text-muted">
      {s('outbox.waits')}{' '}
      <Link to="/holds" className="text-brand-ink hover:underline">
        {t('nav.holds')}
      </Link>
    </span>
  );
}
