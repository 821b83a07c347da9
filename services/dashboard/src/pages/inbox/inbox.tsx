import { MessagesSquare, UserX, X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { useCallback, useMemo, useRef, useState, useSyncExternalStore, type DragEvent } from 'react';
import { Link, Navigate, useNavigate, useParams, useSearchParams } from 'react-router';
import { Problem } from '../../api/problem';
import { Button } from '../../components/button';
import { cn } from '../../components/cn';
import { EmptyState, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { Title } from '../../components/title';
import { useWords } from '../../i18n/i18n';
import { may } from '../../session/permissions';
import { useSigned } from '../../session/session-context';
import { useAttachments } from '../../inbox/composer/attachments';
import { Composer } from '../../inbox/composer/composer';
import type { Mode } from '../../inbox/composer/writer';
import { ContactPanel } from '../../inbox/contact/contact-panel';
import type { Message } from '../../inbox/data/contract';
import { ConversationList } from '../../inbox/list/conversation-list';
import { filterOf } from '../../inbox/list/filter';
import { nameOf } from '../../inbox/marks';
import { ShortcutHelp, useShortcuts } from '../../inbox/shortcuts';
import { Thread } from '../../inbox/thread/thread';
import { ConversationHeader } from '../../inbox/conversation/conversation-header';
import { TakenDialog } from '../../inbox/conversation/taken-dialog';
import { useActions } from '../../inbox/conversation/use-actions';
import { useConversation, useMergedInto } from '../../inbox/data/use-inbox-data';

const PANEL_KEY = 'chasqui.inbox-panel';
const wide = matchMedia('(min-width: 80rem)');
const subscribeWide = (listener: () => void) => {
  wide.addEventListener('change', listener);
  return () => wide.removeEventListener('change', listener);
};

/** List, thread and contact beside each other; on a phone one at a time. */
export function InboxPage() {
  const { t } = useWords();
  const { id } = useParams();
  const [parameters] = useSearchParams();
  const navigate = useNavigate();
  const search = useRef<HTMLInputElement>(null);
  const [help, setHelp] = useState(false);
  const [ids, setIds] = useState<readonly string[]>([]);
  const filter = useMemo(() => filterOf(parameters), [parameters]);

  const go = useCallback(
    (next: string) => void navigate({ pathname: `/inbox/${next}`, search: parameters.toString() }),
    [navigate, parameters],
  );
  const step = (by: number) => {
    const at = id ? ids.indexOf(id) : -1;
    const next = ids[at < 0 ? 0 : Math.min(ids.length - 1, Math.max(0, at + by))];
    if (!next) return;
    go(next);
    document.querySelector(`[data-row="${CSS.escape(next)}"]`)?.scrollIntoView({ block: 'nearest' });
  };
  useShortcuts({
    j: () => step(1),
    k: () => step(-1),
    '/': () => search.current?.focus(),
    '?': () => setHelp(true),
    ...(id === undefined && { enter: () => ids[0] && go(ids[0]) }),
  });

  return (
    <div className="flex h-full min-h-0">
      <Title title={t('nav.inbox')} />
      <div className={cn('w-full shrink-0 border-line md:w-80 md:border-r 2xl:w-96', id && 'max-md:hidden')}>
        <ConversationList filter={filter} selected={id} search={search} onHelp={() => setHelp(true)} onRows={setIds} />
      </div>
      <div className={cn('min-w-0 grow', !id && 'max-md:hidden')}>
        {id ? (
          <Opened key={id} id={id} />
        ) : (
          <div className="grid h-full place-items-center">
            <EmptyState icon={MessagesSquare} title={t('conversations.choose')} text={t('inbox.chooseText')} />
          </div>
        )}
      </div>
      <ShortcutHelp open={help} onClose={() => setHelp(false)} />
    </div>
  );
}

function Opened({ id }: { id: string }) {
  const { t } = useWords();
  const [parameters] = useSearchParams();
  const mergedInto = useMergedInto(id);
  if (mergedInto) return <Navigate to={{ pathname: `/inbox/${mergedInto}`, search: parameters.toString() }} replace />;
  if (mergedInto === undefined) return <Present id={id} />;
  return (
    <div role="alert" className="grid h-full place-items-center">
      <EmptyState
        icon={UserX}
        title={t('inbox.erased')}
        text={t('inbox.erasedText')}
        action={
          <Button asChild variant="secondary" size="small">
            <Link to={{ pathname: '/inbox', search: parameters.toString() }}>{t('conversations.back')}</Link>
          </Button>
        }
      />
    </div>
  );
}

function Present({ id }: { id: string }) {
  const { t } = useWords();
  const signed = useSigned();
  const answers = may(signed, 'answer');
  const navigate = useNavigate();
  const [parameters] = useSearchParams();
  const conversation = useConversation(id);
  // Erased or taken away while nothing was heard: what was read before is not shown any longer.
  const isGone = conversation.error instanceof Problem && conversation.error.status === 404;
  const present = isGone ? undefined : conversation.data;
  const actions = useActions(present);
  const files = useAttachments();
  const [mode, setMode] = useState<Mode>('reply');
  const [replyTo, setReplyTo] = useState<Message>();
  const [asksTemplate, setAsksTemplate] = useState(false);
  const askTemplate = useCallback(() => setAsksTemplate(true), []);
  const [drops, setDrops] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const isWide = useSyncExternalStore(subscribeWide, () => wide.matches);
  // Beside the thread it stays as it was left; over the thread it is asked for.
  const [beside, setBeside] = useState(() => localStorage.getItem(PANEL_KEY) !== 'closed');
  const [over, setOver] = useState(false);
  const togglePanel = () => {
    if (!isWide) return setOver(!over);
    localStorage.setItem(PANEL_KEY, beside ? 'closed' : 'open');
    setBeside(!beside);
  };
  const onReply = useCallback((message: Message) => {
    setMode('reply');
    setReplyTo(message);
  }, []);
  const write = (next: Mode) => {
    setMode(next);
    requestAnimationFrame(() => field.current?.focus());
  };
  const isMine = present?.owner === 'agent' && present.assigneeId === signed.me.id;
  useShortcuts({
    escape: () => void navigate({ pathname: '/inbox', search: parameters.toString() }),
    ...(answers &&
      present && {
        r: () => write('reply'),
        enter: () => write('reply'),
        n: () => write('note'),
        t: () => !isMine && present.state !== 'closed' && actions.run({ kind: 'take' }),
        h: () => present.owner !== 'bot' && actions.run({ kind: 'release' }),
        e: () => present.state !== 'closed' && actions.run({ kind: 'close' }),
      }),
  });
  if (!present) {
    return conversation.isError ? (
      <div className="p-4">
        <ProblemNote problem={conversation.error} retry={() => conversation.refetch()} />
      </div>
    ) : (
      <SkeletonRows rows={6} />
    );
  }
  const takesFiles = answers && mode === 'reply';
  const onDrag = (event: DragEvent) => {
    if (!takesFiles || !event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    setDrops(true);
  };
  const onDrop = (event: DragEvent) => {
    if (!takesFiles || event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    setDrops(false);
    files.add(event.dataTransfer.files);
  };
  return (
    <div className="flex h-full min-h-0">
      <section
        aria-labelledby="thread"
        className="relative flex min-h-0 min-w-0 grow flex-col"
        onDragOver={onDrag}
        onDragLeave={(event) => !event.currentTarget.contains(event.relatedTarget as Node | null) && setDrops(false)}
        onDrop={onDrop}
      >
        <ConversationHeader
          conversation={present}
          actions={actions}
          answers={answers}
          panel={isWide ? beside : over}
          onPanel={togglePanel}
        />
        <Thread conversation={present} answers={answers} onReply={onReply} onTemplate={askTemplate} />
        {answers ? (
          <Composer
            conversation={present}
            mode={mode}
            onMode={write}
            replyTo={replyTo}
            onReplyTo={setReplyTo}
            field={field}
            files={files}
            asksTemplate={asksTemplate}
            onAskTemplate={setAsksTemplate}
          />
        ) : (
          <p className="border-t border-line bg-surface px-4 py-3 text-sm text-muted">{t('composer.viewer')}</p>
        )}
        {drops && (
          <div className="pointer-events-none absolute inset-2 z-30 grid place-items-center rounded-xl border-2 border-dashed border-brand bg-brand-soft/90 font-semibold text-brand-ink">
            {t('attach.drop')}
          </div>
        )}
      </section>
      {isWide && beside && (
        <aside aria-label={t('contact.panel')} className="w-72 shrink-0 overflow-y-auto border-l border-line bg-surface 2xl:w-80">
          <ContactPanel conversation={present} answers={answers} />
        </aside>
      )}
      <Radix.Root open={!isWide && over} onOpenChange={setOver}>
        <Radix.Portal>
          <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-black/50" />
          <Radix.Content
            aria-describedby={undefined}
            className="fixed inset-y-0 right-0 z-50 w-96 max-w-[92vw] animate-appear overflow-y-auto border-l border-line bg-surface"
          >
            <div className="flex items-center justify-between gap-2 border-b border-line px-4 py-2">
              <Radix.Title className="font-semibold">{nameOf(present.contact)}</Radix.Title>
              <Radix.Close asChild>
                <Button variant="ghost" size="icon" aria-label={t('dialog.close')}>
                  <X aria-hidden />
                </Button>
              </Radix.Close>
            </div>
            <ContactPanel conversation={present} answers={answers} />
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
      <TakenDialog actions={actions} conversation={present} />
    </div>
  );
}
