import {
  Bot,
  ChevronDown,
  CircleAlert,
  CloudOff,
  Copy,
  FileText,
  LoaderCircle,
  Lock,
  Reply,
  RotateCw,
  SmilePlus,
  StickyNote,
  Trash2,
} from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { memo, Suspense, useState } from 'react';
import { Button } from '../../components/button';
import { cn } from '../../components/cn';
import { useWords } from '../../i18n/i18n';
import type { Citation, DeliveryError, Message, Note, Reaction } from '../data/contract';
import { FAILURE_HINTS } from '../failure-hints';
import { PlanWay } from '../plan-way';
import { Ticks } from '../marks';
import { DeletedBody, EditHistory } from './changed-message';
import { MessageBody } from './message-body';
import type { Outgoing } from '../data/send-queue';
import { plain } from '../plain-text';
import { NoteText } from './note-text';
import { RichText } from './rich-text';
import { useTypeName } from '../type-name';
import { useNames } from '../data/use-inbox-data';

const LOOK = {
  in: 'justify-self-start rounded-bl-md border border-line bg-surface',
  bot: 'justify-self-end rounded-br-md border border-transparent bg-brand-soft',
  out: 'justify-self-end rounded-br-md border border-transparent bg-info-soft',
} as const;
const BUBBLE = 'w-fit max-w-full min-w-0 rounded-2xl px-3.5 py-2';
const COLUMN = 'group/message relative grid max-w-[88%] min-w-0 sm:max-w-[78%]';

interface Props {
  message: Message;
  reactions: readonly Reaction[];
  isFirst: boolean;
  /** Names the customer where the message is theirs. */
  customer: string;
  /** Several people write: each is named above what they write. */
  isGroup: boolean;
  /** What it answers, where that is loaded. */
  quoted: { text: string; id: string | undefined } | undefined;
  isFound: boolean;
  /** Absent where nothing may be written. */
  onReply: ((message: Message) => void) | undefined;
  /** Offered where WhatsApp took nothing else any more. */
  onTemplate: (() => void) | undefined;
  onReact: ((message: Message, emoji: string) => void) | undefined;
  /** Offered to those who may change the knowledge. */
  onGolden: ((message: Message) => void) | undefined;
  onJump: (messageId: string) => void;
}

export const MessageBubble = memo(function MessageBubble({
  message,
  reactions,
  isFirst,
  customer,
  isGroup,
  quoted,
  isFound,
  onReply,
  onTemplate,
  onReact,
  onGolden,
  onJump,
}: Props) {
  const { t, date } = useWords();
  const names = useNames();
  const out = message.direction === 'outbound';
  const author =
    message.author === 'customer' ? customer : (message.author === 'agent' && names(message.authorId)) || t(`author.${message.author}`);
  return (
    <article
      id={message.id}
      aria-label={t('conversations.by', { author })}
      data-author={message.author}
      className={cn(COLUMN, out ? 'justify-self-end' : 'justify-self-start', isFirst ? 'mt-3' : 'mt-1')}
    >
      {isFirst && isGroup && !out && (
        <p className="mb-1 px-1 text-xs font-medium text-muted">
          <bdi>{author}</bdi>
        </p>
      )}
      {isFirst && out && (
        <p className="mb-1 flex items-center justify-end gap-1.5 px-1 text-xs font-medium text-muted">
          {message.author === 'bot' && <Bot className="size-3.5" aria-hidden />}
          <bdi>{author}</bdi>
        </p>
      )}
      <div
        className={cn(
          BUBBLE,
          LOOK[out ? (message.author === 'bot' || message.author === 'system' ? 'bot' : 'out') : 'in'],
          isFound && 'ring-2 ring-accent',
          message.status === 'failed' && 'border-bad/50',
        )}
      >
        {quoted && <Quoted text={quoted.text} onJump={quoted.id ? () => onJump(quoted.id!) : undefined} />}
        {message.deletedAt ? <DeletedBody deletedAt={message.deletedAt} /> : <MessageBody message={message} />}
        <EditHistory message={message} />
        <p className="mt-0.5 flex items-center justify-end gap-1.5 text-xs text-muted">
          <time dateTime={message.at} title={date(message.at)}>
            {date(message.at, 'time')}
          </time>
          {out && <Ticks status={message.status} spoken={message.status === 'failed' || message.status === 'cancelled'} />}
        </p>
        {message.status === 'failed' && <Failure errors={message.errors ?? []} onTemplate={onTemplate} />}
        {message.citations && message.citations.length > 0 && <Citations citations={message.citations} />}
      </div>
      {reactions.length > 0 && (
        <ul aria-label={t('message.reactions')} className={cn('z-1 -mt-1.5 flex gap-1 px-2', out && 'justify-end')}>
          {reactions.map(({ emoji, author: by }, index) => (
            <li key={index} className="rounded-full border border-line bg-surface px-1.5 text-sm leading-6" title={t(`author.${by}`)}>
              {emoji}
              <span className="sr-only">{t(`author.${by}`)}</span>
            </li>
          ))}
        </ul>
      )}
      {(onReply ?? onReact) && !message.deletedAt && (
        <MessageMenu message={message} onReply={onReply} onReact={onReact} onGolden={onGolden} />
      )}
    </article>
  );
});

const EMOJI = ['👍', '❤️', '😂', '🙏', '✅'];
const ITEM = 'flex min-h-9 items-center gap-2.5 rounded-md px-2.5 outline-none select-none data-[highlighted]:bg-raised [&_svg]:size-4.5';

function MessageMenu({ message, onReply, onReact, onGolden }: Pick<Props, 'message' | 'onReply' | 'onReact' | 'onGolden'>) {
  const { t } = useWords();
  const out = message.direction === 'outbound';
  const canReact = onReact && message.wamid && !out;
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <button
          type="button"
          aria-label={t('message.menu')}
          className={cn(
            'absolute bottom-0 grid size-7 place-items-center rounded-full border border-line bg-surface text-muted opacity-0 group-focus-within/message:opacity-100 group-hover/message:opacity-100 hover:text-ink focus-visible:opacity-100 data-[state=open]:opacity-100 pointer-coarse:opacity-60',
            out ? 'right-full mr-1.5' : 'left-full ml-1.5',
          )}
        >
          <ChevronDown className="size-4" aria-hidden />
        </button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={out ? 'end' : 'start'}
          sideOffset={4}
          collisionPadding={8}
          className="card z-50 min-w-44 animate-appear p-1.5 shadow-lg"
        >
          {canReact && (
            <div role="group" aria-label={t('message.react')} className="mb-1 flex gap-0.5 border-b border-line pb-1">
              {EMOJI.map((emoji) => (
                <DropdownMenu.Item
                  key={emoji}
                  aria-label={t('message.reactWith', { emoji })}
                  className="grid size-9 cursor-pointer place-items-center rounded-md text-lg outline-none data-[highlighted]:bg-raised"
                  onSelect={() => onReact(message, emoji)}
                >
                  {emoji}
                </DropdownMenu.Item>
              ))}
            </div>
          )}
          {canReact && (
            <DropdownMenu.Item className={ITEM} onSelect={() => onReact(message, '')}>
              <SmilePlus aria-hidden />
              {t('message.unreact')}
            </DropdownMenu.Item>
          )}
          {onReply && (
            <DropdownMenu.Item className={ITEM} onSelect={() => onReply(message)}>
              <Reply aria-hidden />
              {t('message.reply')}
            </DropdownMenu.Item>
          )}
          {message.text && navigator.clipboard && (
            <DropdownMenu.Item className={ITEM} onSelect={() => void navigator.clipboard.writeText(message.text ?? '')}>
              <Copy aria-hidden />
              {t('message.copy')}
            </DropdownMenu.Item>
          )}
          {onGolden && message.text && !out && (
            <DropdownMenu.Item className={ITEM} onSelect={() => onGolden(message)}>
              <Bot aria-hidden />
              {t('message.golden')}
            </DropdownMenu.Item>
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Quoted({ text, onJump }: { text: string; onJump: (() => void) | undefined }) {
  const { t } = useWords();
  const inside = (
    <>
      <span className="sr-only">{t('message.repliesTo')}</span>
      <bdi className="line-clamp-2">{plain(text)}</bdi>
    </>
  );
  const look = 'mb-1.5 block w-full rounded-lg border-l-3 border-brand bg-ink/5 px-2.5 py-1.5 text-left text-sm';
  return onJump ? (
    <button type="button" className={look} onClick={onJump}>
      {inside}
    </button>
  ) : (
    <p className={look}>{inside}</p>
  );
}

function Failure({ errors: [first], onTemplate }: { errors: readonly DeliveryError[]; onTemplate: (() => void) | undefined }) {
  const { t } = useWords();
  const code = first?.code;
  const hint = code === undefined ? undefined : FAILURE_HINTS[code];
  const said = first?.title || first?.message;
  return (
    <div className="mt-1 border-t border-bad/30 pt-1 text-sm text-bad">
      <p className="flex items-start gap-1.5">
        <CircleAlert className="mt-0.5 size-4 shrink-0" aria-hidden />
        <span className="min-w-0 break-words">
          {hint ? t(`failure.${hint}`) : said || t('failure.unknown')}
          {!!code && <span className="ml-1 font-mono text-xs">({code})</span>}
        </span>
      </p>
      {first?.gate === 'quota_exceeded' && (
        <Suspense>
          <PlanWay variant="secondary" className="mt-1.5 mb-0.5" />
        </Suspense>
      )}
      {hint === 'closed' && onTemplate && (
        <Button variant="secondary" size="small" className="mt-1.5 mb-0.5" onClick={onTemplate}>
          <FileText aria-hidden />
          {t('template.title')}
        </Button>
      )}
    </div>
  );
}

function Citations({ citations }: { citations: readonly Citation[] }) {
  const { t, percent } = useWords();
  return (
    <details className="mt-1.5 border-t border-current/15 pt-1 text-sm">
      <summary className="cursor-pointer text-brand-ink">{t('message.sources', { count: citations.length })}</summary>
      <ol className="mt-1 grid gap-2">
        {citations.map(({ title, text, page, score }, index) => (
          <li key={index}>
            <p className="font-medium break-words">
              {title ?? t('message.source')}
              {page !== undefined && `, ${t('message.page', { page })}`}
              {score !== undefined && score > 0 && score <= 1 && <span className="ml-1.5 font-normal text-muted">{percent(score)}</span>}
            </p>
            {text && (
              <p dir="auto" className="line-clamp-4 whitespace-pre-line text-muted">
                {text}
              </p>
            )}
          </li>
        ))}
      </ol>
    </details>
  );
}

/** Sent and not yet with the server. */
export function OutgoingBubble({ item, onRetry, onDiscard }: { item: Outgoing; onRetry: () => void; onDiscard: () => void }) {
  const { t, explain } = useWords();
  const typeName = useTypeName();
  const failed = item.state === 'failed';
  return (
    <article
      aria-label={t(failed ? 'outgoing.failed' : 'outgoing.sending')}
      data-outgoing={item.state}
      className={cn(COLUMN, 'mt-1 justify-self-end')}
    >
      <div className={cn(BUBBLE, LOOK.out, failed ? 'border-bad/50' : 'border-dashed border-info/50')}>
        {item.quoted && <Quoted text={item.quoted} onJump={undefined} />}
        {item.body.type !== 'text' && <p className="text-sm font-medium">{typeName(item.body.type)}</p>}
        {item.text && (
          <p dir="auto" className="break-words whitespace-pre-wrap">
            <RichText text={item.text} />
          </p>
        )}
        <p className="mt-0.5 flex items-center justify-end gap-1.5 text-xs text-muted">
          {item.state === 'sending' && <LoaderCircle className="size-3.5 animate-spin" aria-hidden />}
          {item.state === 'waiting' && <CloudOff className="size-3.5" aria-hidden />}
          {!failed && t(item.state === 'waiting' ? 'outgoing.waiting' : 'outgoing.sending')}
        </p>
        {failed && (
          <div className="mt-1 border-t border-bad/30 pt-1.5">
            <p role="alert" className="flex items-start gap-1.5 text-sm text-bad">
              <CircleAlert className="mt-0.5 size-4 shrink-0" aria-hidden />
              <span className="min-w-0 break-words">{item.problem ? explain(item.problem) : t('outgoing.failed')}</span>
            </p>
            <div className="mt-1.5 flex justify-end gap-1.5">
              <Button variant="ghost" size="small" onClick={onDiscard}>
                <Trash2 aria-hidden />
                {t('outgoing.discard')}
              </Button>
              <Button variant="secondary" size="small" onClick={onRetry}>
                <RotateCw aria-hidden />
                {t('problem.retry')}
              </Button>
            </div>
          </div>
        )}
      </div>
    </article>
  );
}

export function NoteBubble({ note, onRemove }: { note: Note; onRemove: (() => void) | undefined }) {
  const { t, date } = useWords();
  const names = useNames();
  const author = names(note.authorId) ?? t('author.agent');
  return (
    <article
      aria-label={t('note.by', { author })}
      className="mt-3 w-full max-w-[92%] justify-self-center rounded-xl border border-warn/25 bg-warn-soft px-3.5 py-2 text-warn sm:max-w-[80%]"
    >
      <p className="flex items-center gap-1.5 text-xs font-medium">
        <StickyNote className="size-3.5" aria-hidden />
        <bdi>{author}</bdi>
        <span className="inline-flex items-center gap-1 font-normal">
          <Lock className="size-3" aria-hidden />
          {t('note.internal')}
        </span>
        <time dateTime={note.at} title={date(note.at)} className="ml-auto font-normal">
          {date(note.at, 'time')}
        </time>
        {onRemove && (
          <button
            type="button"
            aria-label={t('note.remove')}
            className="-my-1 -mr-2 grid size-7 place-items-center rounded-lg hover:bg-ink/10"
            onClick={onRemove}
          >
            <Trash2 className="size-3.5" aria-hidden />
          </button>
        )}
      </p>
      <p dir="auto" className="break-words whitespace-pre-wrap text-ink">
        <NoteText note={note} />
      </p>
    </article>
  );
}

/** What the bot has written so far; nobody has been sent it. */
export function DraftBubble({ text }: { text: string }) {
  const { t } = useWords();
  const [open, setOpen] = useState(true);
  return (
    <div data-draft className={cn(COLUMN, 'mt-3 justify-self-end')}>
      <p className="mb-1 flex items-center justify-end gap-1.5 px-1 text-xs font-medium text-muted">
        <Bot className="size-3.5" aria-hidden />
        {t('draft.writing')}
        <button type="button" className="underline underline-offset-2" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t(open ? 'draft.hide' : 'draft.show')}
        </button>
      </p>
      {open && (
        // Grows several times a second: not to be read out.
        <div aria-hidden className={cn(BUBBLE, 'justify-self-end rounded-br-md border border-dashed border-brand bg-brand-soft/50')}>
          <p dir="auto" className="break-words whitespace-pre-wrap text-muted">
            <RichText text={text} />
            <span className="ml-0.5 inline-block h-4 w-0.5 animate-pulse bg-brand-ink align-text-bottom" />
          </p>
        </div>
      )}
    </div>
  );
}

export function ReactionLine({ emoji, out }: { emoji: string; out: boolean }) {
  const { t } = useWords();
  return <p className="mt-2 justify-self-center text-sm text-muted">{t(out ? 'message.reactedOut' : 'message.reactedIn', { emoji })}</p>;
}
