import { useWords } from '../i18n/i18n';
import { isRange, MAX_DAYS, RANGES, shift } from './overview-range';
import type { useRange } from './use-range';

type Props = Pick<ReturnType<typeof useRange>, 'range' | 'days' | 'today' | 'choose' | 'chooseDays'>;

/** Chooses the days whose figures a page shows. */
export function RangeChooser({ range, days, today, choose, chooseDays }: Props) {
  const { t } = useWords();
  return (
    <div className="flex flex-wrap items-end gap-2">
      <select
        aria-label={t('overview.range')}
        className="control w-auto"
        value={range}
        onChange={(event) => isRange(event.target.value) && choose(event.target.value)}
      >
        {RANGES.map((each) => (
          <option key={each} value={each}>
            {t(`overview.range.${each}`)}
          </option>
        ))}
      </select>
      {range === 'custom' &&
        (['from', 'to'] as const).map((end) => (
          <input
            key={end}
            type="date"
            aria-label={t(`overview.${end}`)}
            className="control w-auto"
            value={days[end]}
            min={end === 'to' ? days.from : shift(days.to, 1 - MAX_DAYS)}
            max={end === 'to' ? today : days.to}
            onChange={(event) => event.target.value && chooseDays({ [end]: event.target.value })}
          />
        ))}
    </div>
  );
}
