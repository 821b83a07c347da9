import { FileText, Lock, Reply, StickyNote } from 'lucide-react';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { idempotencyKey } from '../../api/client';
import { Button } from '../../components/button';
import { cn } from '../../components/cn';
import { useWords } from '../../i18n/i18n';
import { useSigned } from '../../session/session-context';
import type { Conversation } from '../data/contract';
import { useInbox } from '../data/inbox-context';
import { useNames, useNow } from '../data/use-inbox-data';
import { windowLeft } from '../window';
import { TemplateDialog } from './template-dialog';
import { Writer, type Mode, type WriterProps } from './writer';

/** Of a closed window alone, so a file of its own. */
const ClosedAlternative = lazy(() => import('./closed-alternative').then((file) => ({ default: file.ClosedAlternative })));

interface Props extends Omit<WriterProps, 'onTemplate'> {
  onMode: (mode: Mode) => void;
  asksTemplate: boolean;
  onAskTemplate: (asks: boolean) => void;
}

export function Composer({ conversation, mode, onMode, replyTo, onReplyTo, field, files, asksTemplate, onAskTemplate }: Props) {
  const { t } = useWords();
  const now = useNow(15_000);
  const [first, setFirst] = useState<string>();
  const ask = (templateId?: string) => {
    setFirst(templateId);
    onAskTemplate(true);
  };
  const { sendQueue } = useInbox();
  const { windowExpiresAt } = conversation;
  const left = windowLeft(windowExpiresAt, now);
  const isClosed = left <= 0;
  const sendTemplate = (template: Record<string, unknown>, text: string) =>
    sendQueue.add({ clientId: idempotencyKey(), conversationId: conversation.id, body: { type: 'template', template }, text });
  return (
    <section
      aria-label={t('composer.label')}
      className={cn('border-t border-line pb-[env(safe-area-inset-bottom)]', mode === 'note' ? 'bg-warn-soft' : 'bg-surface')}
    >
      <div className="flex items-center gap-1 px-3 pt-1.5">
        <div role="group" aria-label={t('composer.mode')} className="flex gap-1">
          <ModeButton isChosen={mode === 'reply'} onClick={() => onMode('reply')}>
            <Reply className="size-4" aria-hidden />
            {t('composer.reply')}
          </ModeButton>
          <ModeButton isChosen={mode === 'note'} onClick={() => onMode('note')}>
            <StickyNote className="size-4" aria-hidden />
            {t('composer.note')}
          </ModeButton>
        </div>
        <WindowNote left={left} isKnown={windowExpiresAt !== null} />
      </div>
      {mode === 'reply' && isClosed ? (
        <Closed conversation={conversation} onTemplate={ask} isNew={windowExpiresAt === null} />
      ) : (
        <>
          {mode === 'reply' && <Standing conversation={conversation} />}
          <Writer
            key={mode}
            conversation={conversation}
            mode={mode}
            replyTo={mode === 'reply' ? replyTo : undefined}
            onReplyTo={onReplyTo}
            field={field}
            files={files}
            onTemplate={() => ask()}
          />
        </>
      )}
      <TemplateDialog
        conversation={conversation}
        open={asksTemplate}
        first={first}
        onClose={() => {
          onAskTemplate(false);
          setFirst(undefined);
        }}
        onSend={sendTemplate}
      />
    </section>
  );
}

function ModeButton({ isChosen, onClick, children }: { isChosen: boolean; onClick: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      onClick={onClick}
      className={cn(
        'inline-flex min-h-8 items-center gap-1.5 rounded-lg px-2.5 text-sm font-medium',
        isChosen ? 'bg-raised text-ink' : 'text-muted hover:text-ink',
      )}
    >
      {children}
    </button>
  );
}

function WindowNote({ left, isKnown }: { left: number; isKnown: boolean }) {
  const { t, span } = useWords();
  if (!isKnown) return null;
  return (
    <p className={cn('ml-auto text-right text-xs', left <= 0 ? 'text-bad' : left < 2 * 60 * 60_000 ? 'text-warn' : 'text-muted')}>
      {left > 0 ? t('inbox.windowLeft', { time: span(left) }) : t('inbox.windowClosed')}
    </p>
  );
}

function Closed({
  conversation,
  onTemplate,
  isNew,
}: {
  conversation: Conversation;
  onTemplate: (templateId?: string) => void;
  isNew: boolean;
}) {
  const { t } = useWords();
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 pt-1 pb-3.5">
      <Lock className="size-5 shrink-0 text-muted" aria-hidden />
      <p className="min-w-0 grow basis-56 text-sm text-muted">{t(isNew ? 'composer.neverWrote' : 'composer.closed')}</p>
      <Suspense>
        <ClosedAlternative conversation={conversation} onTemplate={onTemplate} />
      </Suspense>
      <Button size="small" onClick={() => onTemplate()}>
        <FileText aria-hidden />
        {t('template.title')}
      </Button>
    </div>
  );
}

/** Whoever writes takes over: said before it happens. */
function Standing({ conversation: { owner, state, assigneeId } }: { conversation: Conversation }) {
  const { t } = useWords();
  const { me } = useSigned();
  const names = useNames();
  if (owner === 'agent' && assigneeId === me.id) return null;
  const text =
    owner === 'bot' && state !== 'closed'
      ? t('composer.withBot')
      : owner === 'agent' && assigneeId
        ? t('composer.withOther', { name: names(assigneeId) ?? t('inbox.colleague') })
        : t('composer.withNobody');
  return <p className="px-4 pt-1 text-xs text-muted">{text}</p>;
}
