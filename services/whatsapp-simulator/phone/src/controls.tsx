import type { ReactNode } from 'react';
import { AnswersSection, ClockSection, ResetSection, useSettings, WebhooksSection } from './control-sections';
import { CloseIcon } from './icons';
import type { Clock } from './types';

/** Time and trouble: the clock, how webhooks go, and what shall go wrong. */
export function Controls({ clock, onClose }: { clock: Clock; onClose(): void }): ReactNode {
  const settings = useSettings();
  const { faults, problem, patch, fail } = settings;
  return (
    <aside className="controls" aria-label="Time and trouble">
      <header className="controls-header">
        <h2>Time and trouble</h2>
        <button type="button" className="icon-button" aria-label="Close the panel" onClick={onClose}>
          <CloseIcon />
        </button>
      </header>
      <div className="controls-scroll">
        {problem && (
          <p className="field-problem" role="alert">
            {problem}
          </p>
        )}
        <ClockSection clock={clock} fail={fail} />
        <WebhooksSection {...settings} />
        {faults && <AnswersSection faults={faults} patch={patch} />}
        <section aria-labelledby="more-heading">
          <h3 id="more-heading">Limits, numbers and templates</h3>
          <p>
            <a href="controls">All controls</a>
          </p>
        </section>
        <ResetSection {...settings} />
      </div>
    </aside>
  );
}
