import { CircleAlert, CircleCheck, CircleHelp, CircleX } from 'lucide-react';
import { Badge, type Tone } from '../../components/badge';
import type { Light } from './light';
import { useNumberTexts } from './use-number-texts';

const LOOKS: Record<Light, { tone: Tone; Icon: typeof CircleCheck }> = {
  good: { tone: 'good', Icon: CircleCheck },
  warn: { tone: 'warn', Icon: CircleAlert },
  bad: { tone: 'bad', Icon: CircleX },
  unknown: { tone: 'neutral', Icon: CircleHelp },
};

/** By colour, by shape and in words. */
export function LightBadge({ light }: { light: Light }) {
  const n = useNumberTexts();
  const { tone, Icon } = LOOKS[light];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden />
      {n(`numbers.light.${light}`)}
    </Badge>
  );
}
