import type { Schemas } from '../../api/client';
import { Badge } from '../../components/badge';
import { useWords } from '../../i18n/i18n';
import { useAgo } from '../../i18n/use-ago';

/** How an endpoint does, as a mark and a line. */
export function Health({ endpoint }: { endpoint: Pick<Schemas['WebhookEndpointDto'], 'enabled' | 'offReason' | 'health'> }) {
  const { t } = useWords();
  const ago = useAgo();
  const { enabled, offReason, health } = endpoint;
  if (!enabled) {
    return offReason ? (
      <>
        <Badge tone="bad">{t('webhooks.off')}</Badge>
        <span className="mt-1 block text-sm text-muted">{t(`webhooks.off.${offReason}`)}</span>
      </>
    ) : (
      <Badge>{t('webhooks.off')}</Badge>
    );
  }
  if (health.failingSince) {
    return (
      <>
        <Badge tone="warn">{t('webhooks.failing')}</Badge>
        <span className="mt-1 block text-sm text-muted">{t('webhooks.failingSince', { ago: ago(health.failingSince) })}</span>
      </>
    );
  }
  return (
    <>
      <Badge tone="good">{t('webhooks.on')}</Badge>
      <span className="mt-1 block text-sm text-muted">
        {health.lastSuccessAt ? t('webhooks.lastSuccess', { ago: ago(health.lastSuccessAt) }) : t('webhooks.nothingYet')}
      </span>
    </>
  );
}
