import { useState, type ReactNode } from 'react';
import { api, Refusal } from './api';
import type { Faults, TemplateUsage } from './types';
import { showTime } from './words';

const REVIEWS = { approve: 'Approve shortly after', reject: 'Reject shortly after', hold: 'Wait for you' } as const;
const DECISIONS = {
  approve: { label: 'Approve', change: { status: 'APPROVED' } },
  reject: { label: 'Reject', change: { status: 'REJECTED' } },
  pause: { label: 'Pause', change: { status: 'PAUSED' } },
  disable: { label: 'Disable', change: { status: 'DISABLED' } },
  green: { label: 'Quality high', change: { quality: 'GREEN' } },
  yellow: { label: 'Quality medium', change: { quality: 'YELLOW' } },
  red: { label: 'Quality low: pause it 3 h, then 6 h, then end it', change: { quality: 'RED' } },
  marketing: { label: 'Make it marketing', change: { category: 'MARKETING' } },
  utility: { label: 'Make it utility', change: { category: 'UTILITY' } },
} as const;
type Decision = keyof typeof DECISIONS;
const QUALITY: Record<string, string> = { GREEN: 'high', YELLOW: 'medium', RED: 'low', UNKNOWN: 'not known yet' };
/** More are found by name. */
const SHOWN = 50;

/** Meta's side of templates: how they are reviewed, and what is decided on each. */
export function TemplateControls(props: {
  templates: TemplateUsage[];
  review: Faults['templateReview'];
  patch(change: object): void;
  onChanged(): void;
}): ReactNode {
  const { templates, review, patch, onChanged } = props;
  const [wanted, setWanted] = useState('');
  const [problem, setProblem] = useState<string>();
  const matching = templates.filter(({ name }) => name.includes(wanted.trim().toLowerCase()));
  const decide = (template: TemplateUsage, decision: Decision) =>
    void api.changeTemplate(template, DECISIONS[decision].change).then(
      () => {
        setProblem(undefined);
        onChanged();
      },
      (refusal: Refusal) => setProblem(refusal.message),
    );
  return (
    <section className="card" aria-labelledby="templates-heading">
      <h2 id="templates-heading">Templates</h2>
      {problem && (
        <p className="field-problem" role="alert">
          {problem}
        </p>
      )}
      <div className="fields">
        <label className="field">
          New and changed ones
          <select value={review} onChange={(event) => patch({ templateReview: event.target.value })}>
            {Object.entries(REVIEWS).map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          Find a template
          <input type="search" value={wanted} onChange={(event) => setWanted(event.target.value)} />
        </label>
      </div>
      {templates.length === 0 && <p className="hint">There is no template yet.</p>}
      {templates.length > 0 && matching.length === 0 && <p className="hint">No template has that name.</p>}
      <ul className="templates">
        {matching.slice(0, SHOWN).map((template) => (
          <TemplateRow key={template.id} template={template} onDecide={(decision) => decide(template, decision)} />
        ))}
      </ul>
      {matching.length > SHOWN && <p className="hint">{matching.length - SHOWN} more: find them by name.</p>}
    </section>
  );
}

function TemplateRow({ template, onDecide }: { template: TemplateUsage; onDecide(decision: Decision): void }): ReactNode {
  const { name, language, category, status, quality, pausedUntil, held } = template;
  const [decision, setDecision] = useState<Decision>('approve');
  return (
    <li>
      <div className="template-words">
        <strong>{name}</strong>
        <span className="hint">
          {language} · {category.toLowerCase()} · account {template.wabaId} · quality {QUALITY[quality] ?? quality}
        </span>
      </div>
      <span className={`chip ${status === 'APPROVED' ? 'good' : status === 'PENDING' ? '' : 'bad'}`}>
        {status.toLowerCase()}
        {pausedUntil ? ` until ${showTime(pausedUntil)}` : ''}
      </span>
      {held > 0 && <span className="chip">{held} held</span>}
      <div className="decide">
        <select
          aria-label={`Decision on ${name} (${language}) of ${template.wabaId}`}
          value={decision}
          onChange={(event) => setDecision(event.target.value as Decision)}
        >
          {Object.entries(DECISIONS).map(([value, { label }]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
        <button
          type="button"
          className="button quiet"
          aria-label={`Decide on ${name} (${language}) of ${template.wabaId}`}
          onClick={() => onDecide(decision)}
        >
          Decide
        </button>
      </div>
    </li>
  );
}
