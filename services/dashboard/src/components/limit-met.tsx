import type { Problem } from '../api/problem';
import { LimitPrompt, meterOf } from './limit-prompt';

const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

/** The prompt of a request that met a limit: the refusal says which, and how much of it is used. */
export function LimitMet({ problem: { extensions }, goOn }: { problem: Problem; goOn: (() => unknown) | undefined }) {
  const { meter, limit, used } = extensions;
  return <LimitPrompt meter={meterOf(meter) ?? 'messages'} limit={numberOf(limit)} used={numberOf(used)} goOn={goOn} />;
}
