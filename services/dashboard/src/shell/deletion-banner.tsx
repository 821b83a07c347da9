import { CalendarX } from 'lucide-react';
import { Link } from 'react-router';
import { useWords } from '../i18n/i18n';
import { useDeletion } from '../pages/settings/use-deletion';
import { may } from '../session/permissions';
import { useSigned, useTenantId } from '../session/session-context';

/** While the end of the company is near everybody in it reads when, and owners where to stop it. */
export function DeletionBanner() {
  const { t, date } = useWords();
  const signed = useSigned();
  const { data } = useDeletion(useTenantId());
  if (data?.state !== 'scheduled' || !data.dueAt) return null;
  return (
    <section
      aria-label={t('deletion.done')}
      className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line bg-warn-soft px-4 py-2.5 text-warn sm:px-6"
    >
      <CalendarX className="size-5 shrink-0" aria-hidden />
      <p className="min-w-0 flex-1 basis-56 break-words">{t('deletion.banner', { date: date(data.dueAt, 'day') })}</p>
      {may(signed, 'settings') && (
        <Link to="/settings" className="font-medium underline underline-offset-4">
          {t('deletion.see')}
        </Link>
      )}
    </section>
  );
}
