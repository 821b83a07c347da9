import type { Schemas } from '../../api/client';
import { Badge, type Tone } from '../../components/badge';
import { useWords } from '../../i18n/i18n';
import { useAgo } from '../../i18n/use-ago';
import { useShopTexts } from './use-shop-texts';

export type Shop = Schemas['ConnectionDto'];
/** Counts have this bound. Source: `ConnectionHealthDto`. */
const MAX_COUNTED = 1_000;

function stateOf({ enabled, uninstalledAt, health }: Shop): { key: 'off' | 'uninstalled' | 'failed' | 'quiet' | 'good'; tone: Tone } {
  if (!enabled) return { key: 'off', tone: 'neutral' };
  if (uninstalledAt) return { key: 'uninstalled', tone: 'bad' };
  if (health.lastOutcome === 'failed') return { key: 'failed', tone: 'bad' };
  return health.lastEventAt ? { key: 'good', tone: 'good' } : { key: 'quiet', tone: 'info' };
}

export function ShopBadge({ shop }: { shop: Shop }) {
  const s = useShopTexts();
  const { key, tone } = stateOf(shop);
  return <Badge tone={tone}>{s(`shops.${key}`)}</Badge>;
}

/** How a connection does, in four figures. */
export function ShopHealth({ shop }: { shop: Shop }) {
  const { number } = useWords();
  const s = useShopTexts();
  const ago = useAgo();
  const { lastEventAt, lastFailedAt, lastFailure, waiting, missing } = shop.health;
  const count = (value: number) => (value < MAX_COUNTED ? number(value) : s('shops.atLeast', { count: number(value) }));
  const facts = [
    [s('shops.last'), lastEventAt ? ago(lastEventAt) : s('shops.none'), null],
    [s('shops.lastError'), lastFailedAt ? ago(lastFailedAt) : s('shops.none'), lastFailure],
    [s('shops.waiting'), count(waiting), s('shops.waitingText')],
    [s('shops.missing'), count(missing), s('shops.missingText')],
  ] as const;
  return (
    <dl className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
      {facts.map(([title, value, more]) => (
        <div key={title}>
          <dt className="mb-1 text-sm text-muted">{title}</dt>
          <dd className="font-medium">{value}</dd>
          {more && <dd className="text-sm break-words text-muted">{more}</dd>}
        </div>
      ))}
    </dl>
  );
}
