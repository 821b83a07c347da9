import { useCallback, useEffect, useState, type ReactNode } from 'react';
import { api, Refusal } from './api';
import { ClockChip } from './clock-chip';
import { AnswersSection, ClockSection, ResetSection, useSettings, WebhooksSection } from './control-sections';
import './controls-page.css';
import { useFeed, useWatch } from './feed';
import { BackIcon, SlidersIcon, WarningIcon } from './icons';
import { LimitControls } from './limit-controls';
import { NumberControls } from './number-controls';
import { TemplateControls } from './template-controls';
import { ThemeButton } from './theme';
import type { Clock, NumberUsage, TemplateUsage } from './types';

/** Often enough that a rate is seen to move. */
const REFRESH_MS = 1_000;

/** All that can be set at the simulator, and how much of each limit is used. */
export default function ControlsPage(): ReactNode {
  const settings = useSettings();
  const { faults, patch, fail } = settings;
  const [clock, setClock] = useState<Clock>();
  const [numbers, setNumbers] = useState<NumberUsage[]>();
  const [templates, setTemplates] = useState<TemplateUsage[]>();
  const [problem, setProblem] = useState<string>();
  useWatch('-');

  const load = useCallback(() => {
    Promise.all([api.usage().then(setNumbers), api.templates().then(setTemplates), api.clock().then(setClock)]).then(
      () => setProblem(undefined),
      (refusal: Refusal) => setProblem(refusal.message),
    );
  }, []);
  useEffect(() => {
    load();
    const timer = window.setInterval(() => document.visibilityState === 'visible' && load(), REFRESH_MS);
    return () => window.clearInterval(timer);
  }, [load]);
  useFeed((event) => {
    if (['numbers', 'clock', 'reset', 'reconnected'].includes(event.name)) load();
  });
  useEffect(() => {
    document.title = 'Controls';
  }, []);

  const trouble = problem ?? settings.problem;
  const isLoaded = faults && clock && numbers && templates;
  return (
    <div className="control-page">
      <header className="control-top">
        <a className="icon-button" href="./" aria-label="Back to the phone" title="Back to the phone">
          <BackIcon />
        </a>
        <h1>
          <SlidersIcon />
          Controls
        </h1>
        {clock && <ClockChip clock={clock} />}
        <ThemeButton />
      </header>
      <main>
        {!isLoaded && !trouble && (
          <div className="list-skeleton" role="status" aria-label="Loading">
            <span />
            <span />
            <span />
          </div>
        )}
        {trouble && (
          <div className="notice" role="alert">
            <WarningIcon />
            <p>{trouble}</p>
            <button
              type="button"
              className="button"
              onClick={() => {
                load();
                settings.refresh();
              }}
            >
              Try again
            </button>
          </div>
        )}
        {isLoaded && (
          <div className="cards">
            <div className="column">
              <NumberControls numbers={numbers} onChanged={load} />
              <TemplateControls templates={templates} review={faults.templateReview} patch={patch} onChanged={load} />
            </div>
            <div className="column">
              <div className="card">
                <ClockSection clock={clock} fail={fail} />
              </div>
              <LimitControls limits={faults.limits} patch={patch} />
              <div className="card">
                <AnswersSection faults={faults} patch={patch} />
              </div>
              <div className="card">
                <WebhooksSection {...settings} />
              </div>
              <div className="card">
                <ResetSection {...settings} />
              </div>
            </div>
          </div>
        )}
      </main>
    </div>
  );
}
