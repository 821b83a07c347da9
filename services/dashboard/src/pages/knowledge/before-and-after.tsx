import { goldenTexts } from '../../i18n/golden';
import { useTexts } from '../../i18n/use-texts';

/** WhatsApp’s marks of a line in italics, as a page shows it. */
const withoutMarks = (text: string): string => text.replaceAll(/^_(.*)_$/gm, '$1');

/** What was answered and what is answered now, side by side. */
export function BeforeAndAfter({ before, after }: { before: string; after: string }) {
  const t = useTexts(goldenTexts);
  return (
    <dl className="grid gap-3 text-sm sm:grid-cols-2">
      {[['before', before] as const, ['after', after] as const].map(([key, text]) => (
        <div key={key} className="min-w-0">
          <dt className="font-medium text-muted">{t(key)}</dt>
          <dd className="mt-0.5 break-words whitespace-pre-line">{withoutMarks(text) || <em>{t('person')}</em>}</dd>
        </div>
      ))}
    </dl>
  );
}
