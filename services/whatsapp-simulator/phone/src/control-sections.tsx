import { useCallback, useEffect, useState, type ReactNode } from 'react';
import { api, Refusal } from './api';
import { useFeed } from './feed';
import type { Clock, Deliveries, Faults } from './types';
import { useAsked } from './use-asked';
import { showSpan, showTime } from './words';

const HOUR = 3_600_000;
const JUMPS = [
  { label: '+1 min', ms: 60_000 },
  { label: '+1 h', ms: HOUR },
  { label: '+23 h', ms: 23 * HOUR },
  { label: '+24 h', ms: 24 * HOUR },
  { label: '+7 d', ms: 168 * HOUR },
  { label: '+30 d', ms: 720 * HOUR },
];
const ERRORS = [
  { code: 130429, label: '130429 Rate limit hit' },
  { code: 131056, label: '131056 Pair rate limit' },
  { code: 131026, label: '131026 Undeliverable (later)', async: true },
  { code: 131049, label: '131049 Not delivered by choice (later)', async: true },
  { code: 131016, label: '131016 Service unavailable' },
  { code: 131000, label: '131000 Something went wrong' },
  { code: 131031, label: '131031 Account locked' },
  { code: 131042, label: '131042 Payment issue' },
  { code: 4, label: '4 Too many calls' },
  { code: 190, label: '190 Token invalid' },
];

/** What is set at the simulator, kept up to date, and how to change it. */
export interface Settings {
  faults?: Faults;
  deliveries?: Deliveries;
  /** What was refused last, in the simulator's words. */
  problem?: string;
  patch(change: object): void;
  refresh(): void;
  fail(refusal: Refusal): void;
}

const REFRESH_MS = 2_000;

export function useSettings(): Settings {
  const [faults, setFaults] = useState<Faults>();
  const [deliveries, setDeliveries] = useState<Deliveries>();
  const [problem, setProblem] = useState<string>();
  const fail = useCallback((refusal: Refusal) => setProblem(refusal.message), []);
  const refresh = useCallback(() => {
    Promise.all([api.faults().then(setFaults), api.deliveries().then(setDeliveries)]).then(() => setProblem(undefined), fail);
  }, [fail]);
  useEffect(() => {
    refresh();
    const timer = window.setInterval(refresh, REFRESH_MS);
    return () => window.clearInterval(timer);
  }, [refresh]);
  useFeed((event) => {
    if (event.name === 'faults') setFaults(event.data as Faults);
  });
  const patch = (change: object) => void api.setFaults(change).then(setFaults, fail);
  return { faults, deliveries, problem, patch, refresh, fail };
}

export function ClockSection({ clock, fail }: { clock: Clock; fail: Settings['fail'] }): ReactNode {
  return (
    <section aria-labelledby="clock-heading">
      <h3 id="clock-heading">Clock</h3>
      <p className="clock-now">
        {new Date(Date.now() + clock.offsetMs).toLocaleString([], {
          weekday: 'short',
          day: 'numeric',
          month: 'short',
          hour: '2-digit',
          minute: '2-digit',
        })}
      </p>
      <p className="hint">{clock.offsetMs > 0 ? `${showSpan(clock.offsetMs)} ahead of real time` : 'Real time'}</p>
      <div className="button-row">
        {JUMPS.map(({ label, ms }) => (
          <button key={label} type="button" className="button quiet" onClick={() => void api.moveClock(ms).catch(fail)}>
            {label}
          </button>
        ))}
      </div>
    </section>
  );
}

export function WebhooksSection({ deliveries, faults, patch }: Settings): ReactNode {
  return (
    <section aria-labelledby="webhooks-heading">
      <h3 id="webhooks-heading">Webhooks</h3>
      {deliveries && (
        <>
          <p className="hint break">{deliveries.url ?? 'No address yet: they wait.'}</p>
          <ul className="figures">
            <li>
              <strong>{deliveries.summary.delivered}</strong>delivered
            </li>
            <li>
              <strong>{deliveries.summary.failedAttempts}</strong>refused
            </li>
            <li>
              <strong>{deliveries.summary.queued + deliveries.summary.inFlight}</strong>waiting
            </li>
          </ul>
        </>
      )}
      {faults && (
        <>
          <Switch label="Hold all webhooks back" on={faults.webhooksPaused} onChange={(webhooksPaused) => patch({ webhooksPaused })} />
          <Switch label="Send each one twice" on={faults.duplicates > 0} onChange={(on) => patch({ duplicates: on ? 1 : 0 })} />
          <Switch label="Mix up their order" on={faults.reorder} onChange={(reorder) => patch({ reorder })} />
          <Switch
            label="Batch them (up to 100 in 1 s)"
            on={faults.batch !== false}
            onChange={(on) => patch({ batch: on ? { maxUpdates: 100, windowMs: 1000 } : false })}
          />
          <Switch
            label="Slow statuses (5 s each)"
            on={faults.statusDelayMs !== null}
            onChange={(on) => patch({ statusDelayMs: on ? 5000 : null })}
          />
        </>
      )}
      {deliveries && deliveries.items.length > 0 && (
        <ul className="deliveries" aria-label="Latest deliveries">
          {deliveries.items.map((delivery, index) => (
            <li key={`${delivery.id}-${delivery.attempt}-${index}`} className={delivery.state === 'delivered' ? 'good' : 'bad'}>
              <span className="delivery-status">{delivery.status ?? '—'}</span>
              <span className="clip" title={delivery.error}>
                {delivery.updates.length > 3 ? `${delivery.updates.length} updates` : delivery.updates.join(', ')}
                {delivery.error ? `: ${delivery.error}` : ''}
              </span>
              <span className="delivery-time">{delivery.ms} ms</span>
              <time dateTime={delivery.at}>{showTime(delivery.at)}</time>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

export function AnswersSection({ faults, patch }: { faults: Faults; patch: Settings['patch'] }): ReactNode {
  const [error, setError] = useState(0);
  const [times, setTimes] = useState(3);
  const inject = () => {
    const { code, async } = ERRORS[error]!;
    const kept = faults.errors
      .filter((rule) => rule.always || rule.every || (rule.next ?? 0) > 0)
      .map(({ code: keptCode, next, every, always }) => ({ code: keptCode, next, every, always }));
    patch({ errors: [...kept, { code, next: times, ...(async ? { async } : {}) }] });
  };
  return (
    <section aria-labelledby="answers-heading">
      <h3 id="answers-heading">Answers to the business</h3>
      <div className="inject">
        <label className="grow">
          Error
          <select value={error} onChange={(event) => setError(Number(event.target.value))}>
            {ERRORS.map(({ code, label }, index) => (
              <option key={code} value={index}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <label>
          Next
          <input
            type="number"
            min={1}
            max={1000}
            value={times}
            onChange={(event) => setTimes(Math.max(1, Number(event.target.value) || 1))}
          />
        </label>
        <button type="button" className="button" onClick={inject}>
          Add
        </button>
      </div>
      {faults.errors
        .filter((rule) => rule.always || rule.every || (rule.next ?? 0) > 0)
        .map((rule, index) => (
          <p key={index} className="hint">
            {rule.code}: {rule.always ? 'always' : rule.every ? `every ${rule.every}` : `next ${rule.next}`}
          </p>
        ))}
      <div className="button-row">
        <button type="button" className="button quiet" onClick={() => patch({ dropResponse: { next: faults.dropResponse.next + 1 } })}>
          Drop next answer{faults.dropResponse.next > 0 ? ` (${faults.dropResponse.next})` : ''}
        </button>
        <button type="button" className="button quiet" onClick={() => patch({ hang: { next: faults.hang.next + 1, ms: 10_000 } })}>
          Hang next 10 s{faults.hang.next > 0 ? ` (${faults.hang.next})` : ''}
        </button>
      </div>
      <Switch label="Access tokens are expired" on={faults.tokenExpired} onChange={(tokenExpired) => patch({ tokenExpired })} />
    </section>
  );
}

export function ResetSection({ patch, refresh, fail }: Settings): ReactNode {
  return (
    <section aria-labelledby="reset-heading">
      <h3 id="reset-heading">Start over</h3>
      <div className="button-row">
        <button type="button" className="button quiet" onClick={() => patch({ reset: true })}>
          No trouble
        </button>
        <button
          type="button"
          className="button danger"
          onClick={() =>
            window.confirm('Forget all messages, customers and trouble, and set the clock back?') && void api.reset().then(refresh, fail)
          }
        >
          Forget everything
        </button>
      </div>
    </section>
  );
}

export function Switch({ label, on, onChange }: { label: string; on: boolean; onChange(on: boolean): void }): ReactNode {
  const [shown, ask] = useAsked(on, onChange);
  return (
    <label className="switch">
      <input type="checkbox" role="switch" checked={shown} onChange={(event) => ask(event.target.checked)} />
      {label}
    </label>
  );
}
