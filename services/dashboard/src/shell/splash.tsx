import { LoaderCircle } from 'lucide-react';
import { useWords } from '../i18n/i18n';

export function Splash() {
  const { t } = useWords();
  return (
    <div role="status" className="grid min-h-dvh place-items-center text-muted">
      <LoaderCircle className="size-7 animate-spin" aria-hidden />
      <span className="sr-only">{t('loading')}</span>
    </div>
  );
}
