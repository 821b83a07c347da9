import { ArrowDown, LoaderCircle } from 'lucide-react';
import { lazy, Suspense, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useLocation } from 'react-router';
import { Button } from '../../components/button';
import { SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { Confirm } from '../../components/dialog';
import { useWords } from '../../i18n/i18n';
import { may } from '../../session/permissions';
import { useSigned } from '../../session/session-context';
import { DraftBubble, MessageBubble, NoteBubble, OutgoingBubble, ReactionLine } from './bubbles';
import type { Conversation, Message, Note } from '../data/contract';
import { useInbox, useOutgoing, useWriting } from '../data/inbox-context';
import { nameOf } from '../marks';
import { idempotencyKey } from '../../api/client';
import { inbox } from '../data/requests';
import { ActivityLine } from './activity-line';
import { byDay, timeline } from './timeline';
import { useTypeName } from '../type-name';
import { useActivities, useNames, useNotes, useThread } from '../data/use-inbox-data';

/** For few of those who answer: loaded when it is asked for. */
const GoldenDialog = lazy(() => import('./golden-dialog').then((file) => ({ default: file.GoldenDialog })));

/** This near to its end, the thread follows what comes. */
const NEAR_PX = 80;
const TOP_PX = 300;

interface Props {
  conversation: Conversation;
  answers: boolean;
  onReply: (message: Message) => void;
  onTemplate: () => void;
}

export function Thread({ conversation, answers, onReply, onTemplate }: Props) {
  const { t, date, dayName } = useWords();
  const { id } = conversation;
  const signed = useSigned();
  const { me } = signed;
  const { cache, sendQueue } = useInbox();
  const typeName = useTypeName();
  const { query, older, readOlder, lastSeq } = useThread(id);
  const notes = useNotes(id).data;
  const outgoing = useOutgoing(id);
  const { draft, typing } = useWriting(id);
  const names = useNames();
  const { hash } = useLocation();
  const [found, setFound] = useState<string>();
  const [removing, setRemoving] = useState<Note>();
  const [golden, setGolden] = useState<Message>();
  // The assistant answers nobody in groups, and what is made is of one customer.
  const makesGolden = may(signed, 'edit-knowledge') && !conversation.group;
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const top = useRef(0);
  const [readUpTo, setReadUpTo] = useState(0);
  const [away, setAway] = useState(false);
  const edge = useRef<{ first: string | undefined; height: number }>({ first: undefined, height: 0 });

  const messages = query.data?.messages;
  const hasOlder = query.data?.older != null;
  const activities = useActivities(id, hasOlder ? (messages?.[0]?.seq ?? 0) : 0).data;
  const rows = useMemo(
    () =>
      timeline({
        messages: messages ?? [],
        notes: notes ?? [],
        activities: activities ?? [],
        outgoing,
        hasOlder,
        dayOf: (at) => date(at, 'day'),
      }),
    [messages, notes, activities, outgoing, hasOlder, date],
  );
  const days = useMemo(() => byDay(rows), [rows]);
  const byId = useMemo(() => new Map((messages ?? []).map((message) => [message.id, message])), [messages]);
  const byWamid = useMemo(
    () => new Map((messages ?? []).flatMap((message) => (message.wamid ? [[message.wamid, message] as const] : []))),
    [messages],
  );

  const pin = useCallback(() => {
    const box = scroller.current;
    if (!box) return;
    box.scrollTop = box.scrollHeight;
    top.current = box.scrollTop;
  }, []);
  // What is read in above must not push what is being read; what comes below is followed from the end.
  const first = messages?.[0]?.id;
  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box) return;
    if (follows.current) pin();
    else if (first !== edge.current.first) box.scrollTop += box.scrollHeight - edge.current.height;
    edge.current = { first, height: box.scrollHeight };
  }, [rows, first, draft, typing, pin]);
  const isLoaded = messages !== undefined;
  useEffect(() => {
    const [box, inner] = [scroller.current, content.current];
    if (!box || !inner || !isLoaded) return;
    // Pictures grow when they have come, and the box shrinks when an answer gets long.
    const observer = new ResizeObserver(() => {
      if (follows.current) pin();
      edge.current.height = box.scrollHeight;
    });
    observer.observe(inner);
    observer.observe(box);
    return () => observer.disconnect();
  }, [isLoaded, pin]);

  const toEnd = () => {
    follows.current = true;
    pin();
  };
  const onScroll = () => {
    const box = scroller.current;
    if (!box) return;
    const isNear = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX;
    // Told of a moment late: a picture may have grown meanwhile. Only who goes up leaves the end.
    follows.current = isNear || (follows.current && box.scrollTop >= top.current);
    top.current = box.scrollTop;
    if (follows.current && !isNear) pin();
    setAway(!follows.current);
    if (follows.current) setReadUpTo(lastSeq);
    if (box.scrollTop < TOP_PX && !older.error) void readOlder();
  };
  useEffect(() => {
    if (follows.current) setReadUpTo(lastSeq);
  }, [lastSeq]);
  // A short thread fills no box that could be scrolled.
  useEffect(() => {
    const box = scroller.current;
    if (box && hasOlder && !older.busy && !older.error && box.scrollHeight <= box.clientHeight) void readOlder();
  });

  useMarkRead({ conversation, answers, lastSeq, isAtEnd: !away });

  const jump = useCallback((messageId: string) => {
    setFound(messageId);
    document.getElementById(messageId)?.scrollIntoView({ block: 'center' });
  }, []);
  // Come to from a search: read back until the message is there.
  const wanted = hash.slice(1);
  const sought = useRef('');
  useEffect(() => {
    if (!wanted || sought.current === wanted || !messages) return;
    if (byId.has(wanted)) {
      sought.current = wanted;
      follows.current = false;
      jump(wanted);
    } else if (hasOlder && !older.busy && !older.error) {
      follows.current = false;
      void readOlder();
    }
  }, [wanted, messages, byId, hasOlder, older, readOlder, jump]);

  const react = useCallback(
    (message: Message, emoji: string) =>
      sendQueue.add({
        clientId: idempotencyKey(),
        conversationId: id,
        body: { type: 'reaction', messageId: message.id, emoji },
        text: emoji,
      }),
    [sendQueue, id],
  );

  const quotedBy = (message: Message): { text: string; id: string | undefined } | undefined => {
    const context = message.content?.context as { id?: unknown } | undefined;
    const { replyTo } = message;
    const wamid = replyTo?.wamid ?? (typeof context?.id === 'string' ? context.id : undefined);
    const target = (replyTo?.messageId && byId.get(replyTo.messageId)) || (wamid && byWamid.get(wamid)) || undefined;
    if (!target && !replyTo && !wamid) return undefined;
    const text = target?.deletedAt
      ? t('message.deleted')
      : (target?.text ?? replyTo?.text ?? (target ? typeName(target.type) : t('message.earlier')));
    return { text, id: target?.id };
  };

  if (query.isError && !query.data) {
    return (
      <div className="grow p-4">
        <ProblemNote problem={query.error} retry={() => query.refetch()} />
      </div>
    );
  }
  if (!messages) {
    return (
      <div className="grow">
        <SkeletonRows rows={5} />
      </div>
    );
  }
  const missed = messages.filter(({ seq, direction, type }) => seq > readUpTo && direction === 'inbound' && type !== 'reaction').length;
  const writers = typing.map((userId) => names(userId) ?? t('author.agent'));
  return (
    <div className="relative flex min-h-0 grow flex-col bg-canvas">
      <div
        ref={scroller}
        tabIndex={0}
        onScroll={onScroll}
        className="min-h-0 grow overflow-y-auto overscroll-contain -outline-offset-2 [overflow-anchor:none]"
      >
        <div
          ref={content}
          role="log"
          aria-label={t('conversations.messages')}
          className="mx-auto grid w-full max-w-4xl px-3 pt-2 pb-4 sm:px-5"
        >
          <div className="grid min-h-8 place-items-center text-sm text-muted">
            {older.busy && <LoaderCircle className="size-5 animate-spin" aria-label={t('loading')} />}
            {older.error !== undefined && <ProblemNote problem={older.error} retry={readOlder} />}
            {!hasOlder && <p>{t('inbox.beginning')}</p>}
          </div>
          {days.map(({ day, rows: ofDay }) => (
            <section key={day.key} aria-label={dayName(day.day)} className="grid">
              <p
                aria-hidden
                className="sticky top-2 z-10 mt-4 justify-self-center rounded-full border border-line bg-surface px-3 py-0.5 text-xs font-medium text-muted"
              >
                {dayName(day.day)}
              </p>
              {ofDay.map((row) => {
                switch (row.kind) {
                  case 'message':
                    return (
                      <MessageBubble
                        key={row.key}
                        message={row.message}
                        reactions={row.reactions}
                        isFirst={row.isFirst}
                        customer={row.message.sender?.name ?? nameOf(conversation.contact)}
                        isGroup={conversation.group !== undefined}
                        quoted={quotedBy(row.message)}
                        isFound={found === row.message.id}
                        onReply={answers ? onReply : undefined}
                        onTemplate={answers ? onTemplate : undefined}
                        // WhatsApp takes no reactions of a business in groups.
                        onReact={answers && !conversation.group ? react : undefined}
                        onGolden={makesGolden ? setGolden : undefined}
                        onJump={jump}
                      />
                    );
                  case 'reaction':
                    return <ReactionLine key={row.key} emoji={row.emoji} out={row.message.direction === 'outbound'} />;
                  case 'note':
                    return (
                      <NoteBubble
                        key={row.key}
                        note={row.note}
                        onRemove={answers && row.note.authorId === me.id ? () => setRemoving(row.note) : undefined}
                      />
                    );
                  case 'activity':
                    return (
                      <ActivityLine
                        key={row.key}
                        activity={row.activity}
                        customer={nameOf(conversation.contact)}
                        handoffReason={conversation.handoffReason}
                      />
                    );
                  case 'outgoing':
                    return (
                      <OutgoingBubble
                        key={row.key}
                        item={row.item}
                        onRetry={() => sendQueue.retry(row.item.clientId)}
                        onDiscard={() => sendQueue.discard(row.item.clientId)}
                      />
                    );
                }
              })}
            </section>
          ))}
          {draft && conversation.owner === 'bot' && <DraftBubble text={draft.text} />}
        </div>
      </div>
      <div role="status" className="pointer-events-none absolute bottom-1 left-4 text-xs text-muted">
        {writers.length > 0 && (
          <span className="rounded-full border border-line bg-surface px-2.5 py-1">{t('typing.by', { names: writers.join(', ') })}</span>
        )}
        {draft && conversation.owner === 'bot' && <span className="sr-only">{t('draft.writing')}</span>}
      </div>
      {away && (
        <Button
          variant="secondary"
          size="small"
          className="absolute right-4 bottom-3 rounded-full shadow-lg"
          aria-label={missed > 0 ? t('inbox.toNewestCount', { count: missed }) : t('inbox.toNewest')}
          onClick={toEnd}
        >
          <ArrowDown aria-hidden />
          {missed > 0 && <span className="tabular-nums">{missed}</span>}
        </Button>
      )}
      {golden && (
        <Suspense fallback={null}>
          <GoldenDialog conversationId={id} messages={messages} message={golden} onClose={() => setGolden(undefined)} />
        </Suspense>
      )}
      <Confirm
        open={removing !== undefined}
        onClose={() => setRemoving(undefined)}
        title={t('note.removeTitle')}
        text={t('note.removeText')}
        action={t('note.remove')}
        run={async () => {
          if (!removing) return;
          await inbox.removeNote(id, removing.id);
          cache.noted(id, removing.id, null);
        }}
      />
    </div>
  );
}

/** Tells the server what somebody of the team has looked at: the end of the thread, on a page that is in front. */
function useMarkRead({
  conversation,
  answers,
  lastSeq,
  isAtEnd,
}: {
  conversation: Conversation;
  answers: boolean;
  lastSeq: number;
  isAtEnd: boolean;
}): void {
  const { cache } = useInbox();
  const { id, unreadCount = 0 } = conversation;
  const [isSeen, setSeen] = useState(() => document.visibilityState === 'visible');
  const told = useRef(0);
  useEffect(() => {
    const look = () => setSeen(document.visibilityState === 'visible');
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
  useEffect(() => {
    if (!answers || !isSeen || !isAtEnd || unreadCount === 0 || lastSeq === 0 || told.current >= lastSeq) return;
    told.current = lastSeq;
    cache.read(id);
    // Told again with the next message, where it could not be told now.
    inbox.read(id, lastSeq).catch(() => (told.current = 0));
  }, [answers, isSeen, isAtEnd, unreadCount, lastSeq, id, cache]);
}
