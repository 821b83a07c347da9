import type { ReactNode } from 'react';
import { ClockIcon } from './icons';
import type { Clock } from './types';
import { showSpan } from './words';

/** How far the clock was moved; nothing while it shows real time. */
export function ClockChip({ clock }: { clock: Clock }): ReactNode {
  if (clock.offsetMs <= 0) return null;
  return (
    <span className="clock-chip">
      <ClockIcon />
      {showSpan(clock.offsetMs)} ahead
    </span>
  );
}
