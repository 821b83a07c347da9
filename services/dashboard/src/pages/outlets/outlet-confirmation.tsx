import '../../i18n/outlet-pages';
import { CircleAlert, Clock, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Problem } from '../../api/problem';
import type { Schemas } from '../../api/client';
import { cn } from '../../components/cn';
import { useWords } from '../../i18n/i18n';
import { WhatsAppSaid } from './whatsapp-said';
import { useAgo } from '../../i18n/use-ago';

type Outlet = Schemas['OutletDto'];

/** Why a number is not in use, as long as it is not: nobody has confirmed it, or it rests after another company. */
export function OutletConfirmation({ outlet }: { outlet: Outlet }) {
  const { t, date, explain } = useWords();
  const ago = useAgo();
  if (outlet.status === 'quarantined' && outlet.receivesFrom) {
    return (
      <Note tone="bg-info-soft text-info" icon={Clock} title={t('outlets.quarantinedTitle', { time: date(outlet.receivesFrom) })}>
        <p>{t('outlets.quarantinedText')}</p>
      </Note>
    );
  }
  if (outlet.confirmation === 'confirmed') return null;
  const isRefused = outlet.confirmation === 'refused';
  const reason =
    outlet.confirmationProblem &&
    explain(new Problem(0, outlet.confirmationProblem, outlet.confirmationDetail ?? outlet.confirmationProblem));
  return (
    <Note
      tone={isRefused ? 'bg-bad-soft text-bad' : 'bg-warn-soft text-warn'}
      icon={isRefused ? CircleAlert : Clock}
      title={t(isRefused ? 'outlets.refusedTitle' : 'outlets.waitingTitle')}
    >
      {reason && <p>{reason}</p>}
      <WhatsAppSaid said={outlet.whatsappError} />
      <p>{t(isRefused ? 'outlets.refusedText' : 'outlets.waitingText')}</p>
      {!isRefused && <p>{outlet.asksAgainAt ? t('outlets.asksAgain', { time: ago(outlet.asksAgainAt) }) : t('outlets.asksNoMore')}</p>}
    </Note>
  );
}

function Note({ tone, icon: Icon, title, children }: { tone: string; icon: LucideIcon; title: string; children: ReactNode }) {
  return (
    <div className={cn('mt-4 flex gap-3 rounded-lg p-3.5', tone)}>
      <Icon className="mt-0.5 size-5 shrink-0" aria-hidden />
      <div className="grid min-w-0 gap-1 break-words">
        <p className="font-medium">{title}</p>
        {children}
      </div>
    </div>
  );
}
