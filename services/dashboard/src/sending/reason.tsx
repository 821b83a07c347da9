import { useWords } from '../i18n/i18n';
import { FAILURE_HINTS } from '../inbox/failure-hints';
import type { SentMessage } from './status-badge';
import { useSendingTexts } from './use-sending-texts';

type MessageError = SentMessage['errors'][number];

/** Why a message did not arrive, and what to do: in words of ours where there are some, else in those of WhatsApp. */
export function Reason({ error, short = false }: { error: MessageError; short?: boolean }) {
  const { t, language } = useWords();
  const s = useSendingTexts();
  const { code, title, details, advice } = error;
  const hint = FAILURE_HINTS[code];
  const said = details && details !== title && !short ? [title, details].filter(Boolean).join(': ') : (title ?? details);
  // The advice of the API is English and knows more of the case; ours are of the reader's language.
  const todo = hint && (language !== 'en' || !advice) ? t(`failure.${hint}`) : advice;
  return (
    <>
      <bdi className="block break-words">{said ?? t('failure.unknown')}</bdi>
      {todo && <span className="block text-sm break-words text-muted">{todo}</span>}
      {!short && code > 0 && <span className="block font-mono text-xs text-muted">{s('outbox.code', { code: String(code) })}</span>}
    </>
  );
}
