import type { ReactNode } from 'react';
import { Switch } from './control-sections';
import type { Limits } from './types';

const MINUTE = 60_000;
const DEFAULTS = { marketingPerUser: 2, app: 200, pacing: { messages: 50, holdMs: 30 * MINUTE } };

/** Which of Meta's limits are held, each with its code. */
export function LimitControls({ limits, patch }: { limits: Limits; patch(change: object): void }): ReactNode {
  const set = (change: Partial<Limits>) => patch({ limits: change });
  return (
    <section className="card" aria-labelledby="limits-heading">
      <h2 id="limits-heading">Limits</h2>
      <p className="hint">None is held until you switch it on.</p>
      <div className="button-row">
        <button type="button" className="button quiet" onClick={() => patch({ limits: 'all' })}>
          All as at Meta
        </button>
        <button type="button" className="button quiet" onClick={() => patch({ limits: 'none' })}>
          None
        </button>
      </div>
      <Switch
        label="Messages a second of a number, in and out (130429)"
        on={limits.throughput}
        onChange={(throughput) => set({ throughput })}
      />
      <Switch label="45 at once to one person, then 1 in 6 s (131056)" on={limits.pair} onChange={(pair) => set({ pair })} />
      <Switch
        label="New people in 24 h, by the tier of the business (131048)"
        on={limits.portfolio}
        onChange={(portfolio) => set({ portfolio })}
      />
      <Switch label="No marketing to the United States (131049)" on={limits.usMarketing} onChange={(usMarketing) => set({ usMarketing })} />
      <Switch
        label="Management calls of an account in an hour (80007)"
        on={limits.management}
        onChange={(management) => set({ management })}
      />
      <Switch
        label="10 registrations of a number in 72 h (133016)"
        on={limits.registration}
        onChange={(registration) => set({ registration })}
      />
      <NumberSwitch
        label="Marketing templates to one person in 24 h (131049)"
        unit="Templates"
        value={limits.marketingPerUser}
        initial={DEFAULTS.marketingPerUser}
        max={100}
        onChange={(marketingPerUser) => set({ marketingPerUser })}
      />
      <NumberSwitch
        label="Hold the rest of a new marketing template (132015 if it is bad)"
        unit="Messages before"
        value={limits.pacing?.messages ?? null}
        initial={DEFAULTS.pacing.messages}
        max={1_000_000}
        onChange={(messages) =>
          set({ pacing: messages === null ? null : { messages, holdMs: limits.pacing?.holdMs ?? DEFAULTS.pacing.holdMs } })
        }
      />
      {limits.pacing && <p className="hint">They wait {Math.round(limits.pacing.holdMs / MINUTE)} min by the clock, then go or fail.</p>}
      <NumberSwitch
        label="Management calls of the whole app in an hour (4)"
        unit="Calls"
        value={limits.app}
        initial={DEFAULTS.app}
        max={1_000_000}
        onChange={(app) => set({ app })}
      />
    </section>
  );
}

/** A limit whose number the developer chooses. */
function NumberSwitch(props: {
  label: string;
  unit: string;
  value: number | null;
  initial: number;
  max: number;
  onChange(value: number | null): void;
}): ReactNode {
  const { label, unit, value, initial, max, onChange } = props;
  return (
    <div className="number-switch">
      <Switch label={label} on={value !== null} onChange={(on) => onChange(on ? initial : null)} />
      {value !== null && (
        <label className="field narrow">
          {unit}
          <input
            type="number"
            min={1}
            max={max}
            key={value}
            defaultValue={value}
            onBlur={(event) => {
              const next = Math.min(max, Math.max(1, Math.round(Number(event.target.value)) || 1));
              event.target.value = String(next);
              if (next !== value) onChange(next);
            }}
            onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
          />
        </label>
      )}
    </div>
  );
}
