import { SelectField, TextField } from '../../components/field';
import type { Delay } from './flow-draft';
import { useFlowTexts } from './use-flow-texts';

const UNITS = ['minutes', 'hours', 'days', 'weeks', 'at'] as const;

/** So long, or until a time of the day. */
export function DelayFields({ delay, change }: { delay: Delay; change: (delay: Delay) => void }) {
  const words = useFlowTexts();
  const unit = 'at' in delay ? 'at' : delay.unit;
  return (
    <div className="grid grid-cols-2 gap-3">
      {'at' in delay ? (
        <TextField label={words('at')} type="time" value={delay.at} onValue={(at) => at && change({ at })} />
      ) : (
        <TextField
          label={words('amount')}
          type="number"
          min={0}
          max={525_600}
          value={String(delay.amount)}
          onValue={(amount) => change({ ...delay, amount: Math.max(0, Math.trunc(Number(amount)) || 0) })}
        />
      )}
      <SelectField
        label={words('unit')}
        value={unit}
        onValue={(next) => change(next === 'at' ? { at: '09:00' } : { amount: 'at' in delay ? 1 : delay.amount, unit: next as 'days' })}
        options={UNITS.map((each) => [each, words(`unit.${each}`)] as const)}
      />
    </div>
  );
}
