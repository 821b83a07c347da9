import { FileText, Paperclip, SendHorizontal, Settings2, X, Zap } from 'lucide-react';
import { useEffect, useId, useLayoutEffect, useRef, useState, type ClipboardEvent, type KeyboardEvent, type RefObject } from 'react';
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
import { useCannedReplies } from '../data/use-inbox-data';
import { AttachmentList, type useAttachments } from './attachments';
import { fitting, personal, shortcutBefore } from './canned';
import { CannedOptions } from './canned-options';
import { draftOf, keepDraft } from './drafts';

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
  const typeName = useTypeName();
  const list = useId();
  const draftKey = `${tenantId}.${conversation.id}.${mode}`;
  const [text, setText] = useState(() => draftOf(draftKey));
  const [cursor, setCursor] = useState(0);
  const [enterSends, setEnterSends] = useState(() => localStorage.getItem(ENTER_KEY) !== 'false');
  const [dismissed, setDismissed] = useState(false);
  const [active, setActive] = useState(0);
  const [busy, setBusy] = useState(false);
  const typedAt = useRef(0);
  const chooser = useRef<HTMLInputElement>(null);
  const replies = useCannedReplies();
  const typed = mode === 'reply' ? shortcutBefore(text.slice(0, cursor)) : undefined;
  const offered = typed === undefined || dismissed ? [] : fitting(replies, typed);

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
    keepDraft(draftKey, next);
    const now = Date.now();
    if (mode === 'reply' && next && now - typedAt.current > TYPING_EVERY_MS) {
      typedAt.current = now;
      live.typing(conversation.id);
    }
  };
  const choose = (reply: CannedReply) => {
    const before = text.slice(0, cursor).replace(/\/[\p{L}\p{N}_-]*$/u, '');
    const inserted = personal(reply.text, { contact: nameOf(conversation.contact), agent: me.name });
    write(before + inserted + text.slice(cursor), before.length + inserted.length);
    requestAnimationFrame(() => field.current?.setSelectionRange(before.length + inserted.length, before.length + inserted.length));
  };

  const attached = mode === 'reply' ? files.items : [];
  const uploading = attached.some(({ mediaId, problem }) => mediaId === undefined && problem === undefined);
  const broken = attached.some(({ problem }) => problem !== undefined);
  const words = text.trim();
  const length = [...words].length;
  const canSend = (words !== '' || attached.length > 0) && !uploading && !broken && length <= MAX_TEXT && !busy;

  const send = () => {
    if (!canSend) return;
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
      const note = await inbox.addNote(conversation.id, words);
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
    const chosen = offered[active];
    if (chosen) {
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault();
        return setActive((active + (event.key === 'ArrowDown' ? 1 : offered.length - 1)) % offered.length);
      }
      if (event.key === 'Enter' || event.key === 'Tab') {
        event.preventDefault();
        return choose(chosen);
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
          aria-autocomplete={mode === 'reply' ? 'list' : undefined}
          aria-controls={offered.length > 0 ? list : undefined}
          aria-activedescendant={offered.length > 0 ? `${list}-${active}` : undefined}
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
        <Button
          size="icon"
          busy={busy}
          // Looked at by whoever cannot press it yet: said why below.
          disabled={!canSend && !busy}
          aria-label={t(mode === 'note' ? 'composer.addNote' : 'composer.send')}
          title={t(mode === 'note' ? 'composer.addNote' : 'composer.send')}
          onClick={send}
        >
          {!busy && <SendHorizontal aria-hidden />}
        </Button>
      </div>
      {length > MAX_TEXT && (
        <p role="alert" className="px-4 pb-2 text-sm text-bad">
          {t('composer.tooLong', { most: MAX_TEXT, length })}
        </p>
      )}
    </div>
  );
}
