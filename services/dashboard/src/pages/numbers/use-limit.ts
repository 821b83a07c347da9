import { useWords } from '../../i18n/i18n';
import { limitOf } from './light';
import type { NumberHealth } from './use-health';
import { useNumberTexts } from './use-number-texts';

/** How many customers a number may write to first, and how many of them it has. */
export function useLimit(): (outlet: { messagingLimit: string | null }, portfolio: NumberHealth['portfolio'] | undefined) => string {
  const { number } = useWords();
  const n = useNumberTexts();
  return ({ messagingLimit }, portfolio) => {
    if (portfolio) return n('numbers.limitUsed', { used: number(portfolio.usedToday), limit: number(portfolio.limit) });
    const limit = limitOf(messagingLimit);
    if (limit === undefined) return n('numbers.limitUnknown');
    return Number.isFinite(limit) ? n('numbers.limitOf', { count: number(limit) }) : n('numbers.limitNone');
  };
}
