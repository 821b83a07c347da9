import type { Schemas } from '../../api/client';
import { useWords } from '../../i18n/i18n';

const OF_WHATSAPP = ['whatsapp_message', 'whatsapp_button', 'whatsapp_preferences', 'refused_before_erasure'] as const;

/** Where a consent comes from: a way of WhatsApp, or the words of whoever wrote it down. */
export function useConsentSource(): (source: string) => string {
  const { t } = useWords();
  return (source) => {
    const known = OF_WHATSAPP.find((each) => each === source);
    return known ? t(`consent.${known}`) : source;
  };
}

/** What was said about promotions, newest first, with its proof. */
export function ConsentEntries({ items }: { items: readonly Schemas['ConsentEntryDto'][] }) {
  const { t, date } = useWords();
  const sourceOf = useConsentSource();
  return (
    <ol aria-label={t('consent.history')} className="mt-1.5 grid gap-1.5 text-xs text-muted">
      {items.map(({ id, marketing, source, wording, at }) => (
        <li key={id}>
          <span className="font-medium text-ink">{t(`consent.${marketing}`)}</span> <time dateTime={at}>{date(at)}</time>
          {source && <span className="block break-words">{sourceOf(source)}</span>}
          {wording && (
            <span dir="auto" className="block break-words">
              {t('consent.words', { words: wording })}
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}
