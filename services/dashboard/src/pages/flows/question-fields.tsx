import { Plus, Trash2 } from 'lucide-react';
import { Button } from '../../components/button';
import { SelectField, TextArea, TextField } from '../../components/field';
import { DelayFields } from './delay-fields';
import { ANSWERS, freeId, type Question } from './flow-draft';
import { useFlowTexts } from './use-flow-texts';

const numberOf = (typed: string): number | null => (typed.trim() === '' || Number.isNaN(Number(typed)) ? null : Number(typed));

export function QuestionFields({ step, change }: { step: Question; change: (step: Question) => void }) {
  const words = useFlowTexts();
  const set = (part: Partial<Question>) => change({ ...step, ...part });
  return (
    <>
      <TextArea label={words('questionText')} hint={words('messageHint')} rows={3} value={step.text} onValue={(text) => set({ text })} />
      <SelectField
        label={words('answer')}
        value={step.answer}
        onValue={(answer) => set({ answer: answer as Question['answer'] })}
        options={ANSWERS.map((each) => [each, words(`answer.${each}`)] as const)}
      />
      {step.answer === 'choice' && <ChoiceFields step={step} change={change} />}
      {step.answer === 'number' && (
        <div className="grid grid-cols-2 gap-3">
          <TextField label={words('min')} type="number" value={String(step.min ?? '')} onValue={(min) => set({ min: numberOf(min) })} />
          <TextField label={words('max')} type="number" value={String(step.max ?? '')} onValue={(max) => set({ max: numberOf(max) })} />
        </div>
      )}
      <TextField label={words('saveAs')} maxLength={60} value={step.saveAs ?? ''} onValue={(saveAs) => set({ saveAs: saveAs || null })} />
      <TextField
        label={words('retries')}
        type="number"
        min={0}
        max={5}
        value={String(step.retries)}
        onValue={(retries) => set({ retries: Math.min(5, Math.max(0, Math.trunc(Number(retries)) || 0)) })}
      />
      {step.retries > 0 && (
        <TextField label={words('retryText')} value={step.retryText ?? ''} onValue={(retryText) => set({ retryText: retryText || null })} />
      )}
      <label className="flex items-center gap-2 text-sm">
        <input
          type="checkbox"
          className="size-4"
          checked={step.timeout !== null}
          onChange={(event) => set({ timeout: event.target.checked ? { amount: 1, unit: 'hours' } : null })}
        />
        {words('hasTimeout')}
      </label>
      {step.timeout && <DelayFields delay={step.timeout} change={(timeout) => set({ timeout })} />}
    </>
  );
}

function ChoiceFields({ step, change }: { step: Question; change: (step: Question) => void }) {
  const words = useFlowTexts();
  const set = (choices: Question['choices']) => change({ ...step, choices });
  const ids = step.choices.map(({ id }) => id);
  return (
    <div className="grid gap-2">
      {step.choices.map((choice, index) => (
        <div key={choice.id} className="flex items-end gap-2">
          <TextField
            className="grow"
            label={words('choice', { n: index + 1 })}
            maxLength={24}
            value={choice.title}
            onValue={(title) => set(step.choices.map((one) => (one.id === choice.id ? { ...one, title } : one)))}
          />
          <Button
            variant="quiet"
            size="icon"
            aria-label={words('removeChoice', { n: index + 1 })}
            onClick={() => set(step.choices.filter((one) => one.id !== choice.id))}
          >
            <Trash2 aria-hidden />
          </Button>
        </div>
      ))}
      {step.choices.length < 10 && (
        <Button variant="ghost" size="small" onClick={() => set([...step.choices, { id: freeId(ids, 'c'), title: '' }])}>
          <Plus aria-hidden />
          {words('addChoice')}
        </Button>
      )}
    </div>
  );
}
