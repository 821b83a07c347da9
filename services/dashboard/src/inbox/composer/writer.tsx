import { FileText, Paperclip, SendHorizontal, Settings2, X, Zap } from 'lucide-react';
import { useQueryClient } from '@tanstack/react-query';
import {
  lazy,
  Suspense,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
  type ClipboardEvent,
  type KeyboardEvent,
  type RefObject,
} from 'react';
import { idempotencyKey } from '../../api/client';
import { toProblem } from '../../api/problem';
import { Button } from '../../components/button';
import { Menu, MenuChoice } from '../../components/menu';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { useSigned, useTenantId } from '../../session/session-context';
import type { CannedReply, Conversation, Message, OutgoingBody } from '../data/contract';
import { useInbox } from '../data/inbox-context';
import { nameOf } from '../marks';
import { inbox } from '../data/requests';
import { plain } from '../plain-text';
import { useTypeName } from '../type-name';
import { useCannedReplies, useMembers, type Member } from '../data/use-inbox-data';
import { AttachmentList, type useAttachments } from './attachments';
import { fitting, personal, shortcutBefore } from './canned';
import { CannedOptions } from './canned-options';
import { draftOf, keepDraft } from './drafts';
import { mentionsIn, nameBefore, peopleFor, withoutName } from './mention';
import { MentionOptions } from './mention-options';
import { EmojiButton } from './emoji-button';

/** Beside what is typed, so a file of its own. */
const WritingHelp = lazy(() => import('./help/writing-help'));

const TYPING_EVERY_MS = 2_500;
const MAX_PX = 220;
/** Code points, as WhatsApp counts. */
const MAX_TEXT = 4_096;
const MAX_CAPTION = 1_024;
const ENTER_KEY = 'chasqui.enter-sends';

export type Mode = 'reply' | 'note';
export interface WriterProps {
  conversation: Conversation;
  mode: Mode;
  replyTo: Message | undefined;
  onReplyTo: (message: Message | undefined) => void;
  field: RefObject<HTMLTextAreaElement | null>;
  files: ReturnType<typeof useAttachments>;
  onTemplate: () => void;
}

export function Writer({ conversation, mode, replyTo, onReplyTo, field, files, onTemplate }: WriterProps) {
  const { t } = useWords();
  const say = useToast();
  const tenantId = useTenantId();
  const { me } = useSigned();
  const { live, sendQueue, cache } = useInbox();
  const queries = useQueryClient();
  const typeName = useTypeName();
  const list = useId();
  const draftKey = `${tenantId}.${conversation.id}.${mode}`;
  const [text, setText] = useState(() => draftOf(draftKey));
  const [cursor, setCursor] = useState(0);
  const [enterSends, setEnterSends] = useState(() => localStorage.getItem(ENTER_KEY) !== 'false');
  const [dismissed, setDismissed] = useState(false);
  const [active, setActive] = useState(0);
  const [refused, setRefused] = useState<string>();
  const [busy, setBusy] = useState(false);
  const typedAt = useRef(0);
  const chooser = useRef<HTMLInputElement>(null);
  const replies = useCannedReplies();
  const members = useMembers();
  const picked = useRef(new Set<string>());
  const typed = mode === 'reply' ? shortcutBefore(text.slice(0, cursor)) : nameBefore(text.slice(0, cursor));
  const isOffered = typed !== undefined && !dismissed;
  const offered = isOffered && mode === 'reply' ? fitting(replies, typed) : [];
  const people =
    isOffered && mode === 'note'
      ? peopleFor(
          members.filter(({ id }) => id !== me.id),
          typed,
        )
      : [];
  const options = offered.length + people.length;
  // Somebody wanted a canned reply that is not there: what they typed is no message.
  const hasNoMatch = isOffered && mode === 'reply' && typed !== '' && offered.length === 0;

  useLayoutEffect(() => {
    const area = field.current;
    if (!area) return;
    area.style.height = 'auto';
    area.style.height = `${Math.min(area.scrollHeight + 2, MAX_PX)}px`;
  }, [text, field]);
  useEffect(() => {
    if (replyTo) field.current?.focus();
  }, [replyTo, field]);
  useEffect(() => setActive(0), [typed]);

  const write = (next: string, at = next.length) => {
    setText(next);
    setCursor(at);
    setDismissed(false);
    setRefused(undefined);
    keepDraft(draftKey, next);
    const now = Date.now();
    if (mode === 'reply' && next && now - typedAt.current > TYPING_EVERY_MS) {
      typedAt.current = now;
      live.typing(conversation.id);
    }
  };
  const choose = (reply: CannedReply) => {
    const before = text.slice(0, cursor).replace(/\/[\p{L}\p{N}_-]*$/u, '');
    putAfter(before, personal(reply.text, { contact: nameOf(conversation.contact), agent: me.name }));
  };
  const mention = (person: Member) => {
    picked.current.add(person.id);
    putAfter(withoutName(text.slice(0, cursor)), `@${person.name} `);
    setDismissed(true);
  };
  /** Takes the place of what stands before the cursor. */
  const putAfter = (before: string, inserted: string) => {
    write(before + inserted + text.slice(cursor), before.length + inserted.length);
    requestAnimationFrame(() => field.current?.setSelectionRange(before.length + inserted.length, before.length + inserted.length));
  };

  const insert = (char: string) => {
    const [from, to] = [field.current?.selectionStart ?? cursor, field.current?.selectionEnd ?? cursor];
    write(text.slice(0, from) + char + text.slice(to), from + char.length);
    requestAnimationFrame(() => field.current?.setSelectionRange(from + char.length, from + char.length));
  };

  const attached = mode === 'reply' ? files.items : [];
  const uploading = attached.some(({ mediaId, problem }) => mediaId === undefined && problem === undefined);
  const broken = attached.some(({ problem }) => problem !== undefined);
  const words = text.trim();
  const length = [...words].length;
  const canSend = (words !== '' || attached.length > 0) && !uploading && !broken && length <= MAX_TEXT && !busy;

  const send = (asItIs = false) => {
    if (!canSend) return;
    if (hasNoMatch && !asItIs) {
      void queries.invalidateQueries({ queryKey: cache.keys.named('canned') });
      return setRefused(typed);
    }
    if (mode === 'note') return void sendNote();
    const quote = replyTo && { replyToMessageId: replyTo.id };
    const quoted = replyTo && { quoted: replyTo.text ?? typeName(replyTo.type) };
    // The words go below the first file that can have some.
    const captioned = length <= MAX_CAPTION ? attached.find(({ type }) => type !== 'audio') : undefined;
    const add = (body: OutgoingBody, shown: string, isFirst: boolean) =>
      sendQueue.add({
        clientId: idempotencyKey(),
        conversationId: conversation.id,
        body: isFirst ? { ...body, ...quote } : body,
        text: shown,
        ...(isFirst && quoted),
      });
    let isFirst = true;
    for (const item of attached) {
      const caption = item === captioned && words ? { caption: words } : {};
      const filename = item.type === 'document' ? { filename: item.file.name } : {};
      add({ type: item.type, mediaId: item.mediaId ?? '', ...caption, ...filename }, caption.caption ?? item.file.name, isFirst);
      isFirst = false;
    }
    if (words && !captioned) add({ type: 'text', text: words }, words, isFirst);
    write('');
    typedAt.current = 0;
    files.clear();
    onReplyTo(undefined);
    field.current?.focus();
  };
  const sendNote = async () => {
    setBusy(true);
    try {
      const note = await inbox.addNote(conversation.id, words, mentionsIn(words, members, picked.current));
      picked.current.clear();
      cache.noted(conversation.id, note.id, note);
      write('');
    } catch (error) {
      say(({ explain }) => explain(toProblem(error)), 'bad');
    } finally {
      setBusy(false);
      field.current?.focus();
    }
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // The Enter that ends a composition of characters is no sending.
    if (event.nativeEvent.isComposing) return;
    if (options > 0) {
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault();
        return setActive((active + (event.key === 'ArrowDown' ? 1 : options - 1)) % options);
      }
      if (event.key === 'Enter' || event.key === 'Tab') {
        event.preventDefault();
        const [reply, person] = [offered[active], people[active]];
        return reply ? choose(reply) : person && mention(person);
      }
      if (event.key === 'Escape') {
        event.stopPropagation();
        return setDismissed(true);
      }
    }
    const wants = event.key === 'Enter' && (event.ctrlKey || event.metaKey || (enterSends && !event.shiftKey));
    if (wants) {
      event.preventDefault();
      send();
    } else if (event.key === 'Escape') {
      if (replyTo) onReplyTo(undefined);
      else event.currentTarget.blur();
    }
  };
  const onPaste = (event: ClipboardEvent) => {
    if (mode !== 'reply' || event.clipboardData.files.length === 0) return;
    event.preventDefault();
    files.add(event.clipboardData.files);
  };

  return (
    <div className="relative">
      <MentionOptions id={list} people={people} active={active} onActive={setActive} onChoose={mention} />
      <CannedOptions id={list} replies={offered} active={active} onActive={setActive} onChoose={choose} />
      {replyTo && (
        <div className="mx-3 mt-2 flex items-center gap-2 rounded-lg border-l-3 border-brand bg-raised py-1.5 pr-1 pl-2.5 text-sm">
          <p className="min-w-0 grow">
            <span className="block text-xs text-muted">{t('message.repliesTo')}</span>
            <bdi className="line-clamp-1">{replyTo.text ? plain(replyTo.text) : typeName(replyTo.type)}</bdi>
          </p>
          <Button variant="ghost" size="icon" className="!size-8" aria-label={t('composer.noReply')} onClick={() => onReplyTo(undefined)}>
            <X aria-hidden />
          </Button>
        </div>
      )}
      <AttachmentList items={attached} onRemove={files.remove} />
      <div className="flex items-end gap-1.5 p-2 sm:px-3 sm:pb-3">
        {mode === 'reply' && (
          <>
            <Button
              variant="ghost"
              size="icon"
              aria-label={t('composer.attach')}
              title={t('composer.attach')}
              onClick={() => chooser.current?.click()}
            >
              <Paperclip aria-hidden />
            </Button>
            <input
              ref={chooser}
              type="file"
              multiple
              hidden
              aria-label={t('composer.attach')}
              onChange={(event) => {
                if (event.target.files) files.add(event.target.files);
                event.target.value = '';
              }}
            />
          </>
        )}
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          aria-label={t(mode === 'note' ? 'composer.noteField' : 'composer.field')}
          placeholder={t(mode === 'note' ? 'composer.notePlaceholder' : 'composer.placeholder')}
          aria-autocomplete="list"
          aria-controls={options > 0 ? list : undefined}
          aria-activedescendant={options > 0 ? `${list}-${active}` : undefined}
          className="control resize-none py-2"
          value={text}
          onChange={(event) => write(event.target.value, event.target.selectionStart)}
          onSelect={(event) => setCursor(event.currentTarget.selectionStart)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        {mode === 'reply' && (
          <span className="flex max-sm:hidden">
            {replies.length > 0 && (
              <Button
                variant="ghost"
                size="icon"
                aria-label={t('composer.canned')}
                title={t('composer.canned')}
                onClick={() => {
                  write(`${text.slice(0, cursor)}${cursor > 0 && !/\s$/.test(text.slice(0, cursor)) ? ' ' : ''}/`);
                  field.current?.focus();
                }}
              >
                <Zap aria-hidden />
              </Button>
            )}
            <Button variant="ghost" size="icon" aria-label={t('template.title')} title={t('template.title')} onClick={onTemplate}>
              <FileText aria-hidden />
            </Button>
            <Menu
              trigger={
                <Button variant="ghost" size="icon" aria-label={t('composer.settings')}>
                  <Settings2 aria-hidden />
                </Button>
              }
            >
              <MenuChoice
                value={String(enterSends)}
                onValue={(value) => {
                  setEnterSends(value === 'true');
                  localStorage.setItem(ENTER_KEY, value);
                }}
                options={[
                  ['true', t('composer.enterSends')],
                  ['false', t('composer.enterBreaks')],
                ]}
              />
            </Menu>
          </span>
        )}
        {mode === 'reply' && (
          <Suspense fallback={<span className="size-10 shrink-0" />}>
            <WritingHelp
              key={conversation.id}
              conversationId={conversation.id}
              text={text}
              onText={write}
              onClosed={() => field.current?.focus()}
            />
          </Suspense>
        )}
        <EmojiButton onChoose={insert} onClosed={() => field.current?.focus()} />
        <Button
          size="icon"
          busy={busy}
          // Looked at by whoever cannot press it yet: said why below.
          disabled={!canSend && !busy}
          aria-label={t(mode === 'note' ? 'composer.addNote' : 'composer.send')}
          title={t(mode === 'note' ? 'composer.addNote' : 'composer.send')}
          onClick={() => send()}
        >
          {!busy && <SendHorizontal aria-hidden />}
        </Button>
      </div>
      {refused !== undefined && offered.length === 0 && (
        <div role="alert" className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 pb-2 text-sm text-warn">
          <p className="min-w-0 grow break-words">{t('canned.noMatch', { typed: refused })}</p>
          <Button variant="secondary" size="small" onClick={() => send(true)}>
            {t('canned.sendAsItIs')}
          </Button>
        </div>
      )}
      {length > MAX_TEXT && (
        <p role="alert" className="px-4 pb-2 text-sm text-bad">
          {t('composer.tooLong', { most: MAX_TEXT, length })}
        </p>
      )}
    </div>
  );
}
