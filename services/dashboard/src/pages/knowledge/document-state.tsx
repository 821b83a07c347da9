import type { Schemas } from '../../api/client';
import type { Tone } from '../../components/badge';
import { useWords } from '../../i18n/i18n';

type Document = Schemas['DocumentDto'];

export const TONES: Record<Document['status'], Tone> = { queued: 'neutral', processing: 'info', ready: 'good', failed: 'bad' };
export const POLL_MS = 1_500;
/** What the picker of files offers; the service looks at the content. */
export const ACCEPTED = '.txt,.md,.html,.htm,.csv,.tsv,.pdf,.docx,.pptx,.xlsx,.odt';

export const isUnderWay = ({ status }: Pick<Document, 'status'>): boolean => status === 'queued' || status === 'processing';

/** What a reader could not use of a document. */
export function Warnings({ warnings }: { warnings: Document['warnings'] }) {
  const { t } = useWords();
  return warnings.map(({ code, items, total }) => (
    <span key={code} className="block text-sm text-muted">
      {t(`warning.${code}`)} {items.join('; ')}
      {total > items.length && ` ${t('warning.more', { count: total - items.length })}`}
    </span>
  ));
}
