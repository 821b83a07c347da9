import { Badge, type Tone } from '../components/badge';
import '../i18n/template-pages';
import { useWords } from '../i18n/i18n';

export const STATUSES = ['APPROVED', 'PENDING', 'REJECTED', 'PAUSED', 'DISABLED', 'IN_APPEAL'] as const;
export const QUALITIES = ['GREEN', 'YELLOW', 'RED', 'UNKNOWN'] as const;
export const CATEGORIES = ['MARKETING', 'UTILITY', 'AUTHENTICATION'] as const;

const STATUS_TONES: Record<string, Tone> = {
  APPROVED: 'good',
  PENDING: 'info',
  IN_APPEAL: 'info',
  REJECTED: 'bad',
  DISABLED: 'bad',
  PAUSED: 'warn',
};
const QUALITY_TONES: Record<string, Tone> = { GREEN: 'good', YELLOW: 'warn', RED: 'bad' };

const isOne = <Value extends string>(all: readonly Value[], value: string): value is Value => (all as readonly string[]).includes(value);

/** Whether it may be sent, in words; what WhatsApp has thought of since is shown as it came. */
export function StatusBadge({ status }: { status: string }) {
  const { t } = useWords();
  return <Badge tone={STATUS_TONES[status] ?? 'neutral'}>{isOne(STATUSES, status) ? t(`templates.status.${status}`) : status}</Badge>;
}

export function QualityBadge({ quality }: { quality: string }) {
  const { t } = useWords();
  return (
    <Badge tone={QUALITY_TONES[quality] ?? 'neutral'}>{isOne(QUALITIES, quality) ? t(`templates.quality.${quality}`) : quality}</Badge>
  );
}

export function useCategory(): (category: string) => string {
  const { t } = useWords();
  return (category) => (isOne(CATEGORIES, category) ? t(`templates.category.${category}`) : category);
}
