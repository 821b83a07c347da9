import { useEffect, useState } from 'react';
import { useWords } from '../../i18n/i18n';
import { useNumberTexts } from './use-number-texts';

const KEPT = 30;
const [WIDTH, HEIGHT] = [300, 48];

interface Props {
  used: number;
  allowed: number;
  /** When this was read. */
  at: number;
}

/** The rate since the page was opened, the newest to the right; the top is what WhatsApp allows. */
export function RateChart({ used, allowed, at }: Props) {
  const { number } = useWords();
  const n = useNumberTexts();
  const [read, setRead] = useState<readonly { at: number; used: number }[]>([]);
  useEffect(() => {
    setRead((before) => (before.at(-1)?.at === at ? before : [...before, { at, used }].slice(-KEPT)));
  }, [at, used]);
  const step = WIDTH / KEPT;
  const most = Math.max(allowed, ...read.map((each) => each.used), 1);
  const peak = Math.max(0, ...read.map((each) => each.used));
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={n('numbers.rateChart', { peak: number(peak) })}
      className="mt-2 h-12 w-full rounded bg-raised"
    >
      {read.map((each, index) => {
        const height = (each.used / most) * HEIGHT;
        return (
          <rect
            key={each.at}
            x={WIDTH - (read.length - index) * step + 1}
            y={HEIGHT - height}
            width={step - 2}
            height={height}
            className="fill-brand"
          />
        );
      })}
    </svg>
  );
}
