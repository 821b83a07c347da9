import type { Schemas } from '../api/client';
import { useWords } from '../i18n/i18n';
import { useMoney } from '../i18n/use-money';
import { useSendingTexts } from './use-sending-texts';

/** What a message costs or would cost, and how that is known. */
export function PriceText({ price }: { price: Schemas['PriceDto'] }) {
  const s = useSendingTexts();
  const { date } = useWords();
  const money = useMoney();
  const { kind, amountMicros, currency, source, asOf } = price;
  const amount = amountMicros === 0 && kind !== 'final' ? s('price.free') : money(amountMicros, currency);
  const words = kind === 'range' ? s('price.range', { amount }) : amount;
  return (
    <span data-price={kind}>
      {amountMicros === 0 && kind !== 'final' ? words : s(kind === 'final' ? 'price.final' : 'price.estimated', { amount: words })}
      {kind !== 'final' && (
        <span className="block text-sm text-muted">{s('price.asOf', { source, day: date(`${asOf}T12:00:00`, 'day') })}</span>
      )}
    </span>
  );
}
