import { MailWarning } from 'lucide-react';
import { Button } from '../components/button';
import { useWords } from '../i18n/i18n';
import { may } from '../session/permissions';
import { useSigned } from '../session/session-context';
import { useConfirmation } from '../session/use-confirmation';

/** Until the address is confirmed: what is missing, and the mail once more. */
export function ConfirmBanner() {
  const { t } = useWords();
  const signed = useSigned();
  const { me } = signed;
  const { busy, send } = useConfirmation();
  if (me.emailConfirmed) return null;
  return (
    <section
      aria-label={t('confirm.title')}
      className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line bg-warn-soft px-4 py-2.5 text-warn sm:px-6"
    >
      <MailWarning className="size-5 shrink-0" aria-hidden />
      <p className="min-w-0 flex-1 basis-56 break-words">
        {t('confirm.banner', { email: me.email })} {may(signed, 'edit-team') && t('confirm.bannerInvite')}
      </p>
      <Button variant="secondary" size="small" busy={busy} onClick={send}>
        {t('confirm.again')}
      </Button>
    </section>
  );
}
