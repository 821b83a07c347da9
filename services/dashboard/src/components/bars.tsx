import { cn } from './cn';

const HEIGHT = 96;

export interface Bar {
  key: string;
  /** From the line of nothing on, one on the other; below it where the amount is negative. */
  parts: readonly { amount: number; className: string }[];
}

/** Bars beside one another, drawn to the widest span of their sums. @param label what is seen, for who does not see it */
export function Bars({ bars, label, className }: { bars: readonly Bar[]; label: string; className?: string }) {
  const sums = bars.map(({ parts }) => parts.reduce((sum, { amount }) => sum + amount, 0));
  const [least, most] = [Math.min(0, ...sums), Math.max(0, ...sums)];
  const span = most - least;
  if (span <= 0 || bars.length === 0) return null;
  const width = 100 / bars.length;
  const heightOf = (amount: number): number => (Math.abs(amount) / span) * HEIGHT;
  const ground = heightOf(most);
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 100 ${HEIGHT}`} preserveAspectRatio="none" className={cn('h-24 w-full', className)}>
      {bars.map(({ key, parts }, place) => {
        const at = { x: place * width + width * 0.12, width: width * 0.76 };
        let y = ground;
        const drawn = parts
          .filter(({ amount }) => amount !== 0)
          .map(({ amount, className: fill }, index) => {
            const height = heightOf(amount);
            const top = amount > 0 ? y - height : y;
            y = amount > 0 ? top : y + height;
            return <rect key={index} {...at} y={top} height={height} className={fill} />;
          });
        return (
          <g key={key}>
            {drawn.length > 0 ? drawn : <rect {...at} y={Math.min(ground, HEIGHT - 1.5)} height={1.5} className="fill-line" />}
          </g>
        );
      })}
    </svg>
  );
}

/** The first, the middle and the last name below bars. */
export function BarNames({ names }: { names: readonly string[] }) {
  return (
    <div aria-hidden className="mt-1.5 flex justify-between text-xs text-muted">
      {[...new Set([0, Math.floor(names.length / 2), names.length - 1])].map((place) => (
        <span key={place}>{names[place]}</span>
      ))}
    </div>
  );
}
