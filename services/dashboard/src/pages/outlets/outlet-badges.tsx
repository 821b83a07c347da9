import type { Schemas } from '../../api/client';
import { Badge, type Tone } from '../../components/badge';
import { useWords } from '../../i18n/i18n';

type Outlet = Schemas['OutletDto'];

const STATUS: Record<Outlet['status'], Tone> = { active: 'good', disabled: 'neutral', unconfirmed: 'warn', quarantined: 'info' };

/** Green only where WhatsApp has confirmed the number and found nothing wrong with it since. */
export function OutletStatus({ outlet }: { outlet: Outlet }) {
  const { t } = useWords();
  if (outlet.status === 'active' && (outlet.checkProblem || outlet.health === 'blocked')) {
    return <Badge tone="bad">{t('outlet.status.failing')}</Badge>;
  }
  if (outlet.status === 'active' && !outlet.confirmedAt && !outlet.checkedAt) {
    return <Badge tone="neutral">{t('outlet.status.unchecked')}</Badge>;
  }
  return <Badge tone={outlet.confirmation === 'refused' ? 'bad' : STATUS[outlet.status]}>{t(`outlet.status.${outlet.status}`)}</Badge>;
}

const HEALTH: Record<Outlet['health'], Tone> = { unknown: 'neutral', ok: 'good', limited: 'warn', blocked: 'bad' };

/** What WhatsApp last said about the number. */
export function OutletHealth({ outlet }: { outlet: Outlet }) {
  const { t } = useWords();
  if (outlet.checkProblem) return <Badge tone="bad">{t('outlet.checkFailed')}</Badge>;
  return <Badge tone={HEALTH[outlet.health]}>{t(`outlet.health.${outlet.health}`)}</Badge>;
}

const QUALITY: Record<Outlet['quality'], Tone> = { GREEN: 'good', YELLOW: 'warn', RED: 'bad', UNKNOWN: 'neutral' };

export function OutletQuality({ outlet }: { outlet: Outlet }) {
  const { t } = useWords();
  return <Badge tone={QUALITY[outlet.quality]}>{t(`outlet.quality.${outlet.quality}`)}</Badge>;
}
