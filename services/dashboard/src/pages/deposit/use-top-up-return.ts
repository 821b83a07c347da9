import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { Schemas } from '../../api/client';
import { useToast } from '../../components/toast';
import { useDepositTexts, useMoved } from './use-deposit';

const LOOK_EVERY_MS = 1_000;
/** How long a payment may take to be told here, until the page no longer asks every second. */
const SETTLES_WITHIN_MS = 60_000;
/** What the deposit held when somebody left for the checkout; of this tab. */
const KEY = 'chasqui.deposit-before';

const balanceOf = (quota: Schemas['QuotaDto']): number => quota.deposit?.balance.amountMinor ?? 0;

/** Somebody leaves for a checkout: what the deposit holds now is how the payment is known when they come back. */
export const leaveForCheckout = (balanceMinor: number): void => sessionStorage.setItem(KEY, String(balanceMinor));

/**
 * Says once what became of a top-up from which somebody comes back (`?checkout=`), and asks until the money is there.
 *
 * @returns whether a payment is being confirmed
 */
export function useTopUpReturn(quota: Schemas['QuotaDto'] | undefined): boolean {
  const p = useDepositTexts();
  const say = useToast();
  const moved = useMoved();
  const [search, setSearch] = useSearchParams();
  const [before, setBefore] = useState<number>();
  const outcome = search.get('checkout');

  useEffect(() => {
    if (outcome === null) return;
    setSearch({}, { replace: true });
    if (outcome === 'done') setBefore(Number(sessionStorage.getItem(KEY) ?? 0));
    else say(() => p('deposit.cancelled'));
  }, [outcome, setSearch, say, p]);

  const isThere = before !== undefined && quota !== undefined && balanceOf(quota) > before;
  useEffect(() => {
    if (!isThere) return;
    say(() => p('deposit.paid'));
    setBefore(undefined);
    void moved();
  }, [isThere, say, p, moved]);

  const isAwaited = before !== undefined;
  useEffect(() => {
    if (!isAwaited) return undefined;
    // What is still on its way is waited for: a slow answer would never come if each look began anew.
    const look = setInterval(() => void moved({ cancelRefetch: false }), LOOK_EVERY_MS);
    const end = setTimeout(() => setBefore(undefined), SETTLES_WITHIN_MS);
    return () => {
      clearInterval(look);
      clearTimeout(end);
    };
  }, [isAwaited, moved]);
  return isAwaited;
}
