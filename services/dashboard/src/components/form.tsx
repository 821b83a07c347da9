import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { byField, toProblem, type Problem } from '../api/problem';
import { useWords } from '../i18n/i18n';
import { ProblemNote } from './problem-note';

export interface FormState {
  busy: boolean;
  problem: Problem | undefined;
  /** Message of the server for a field. */
  error: (field: string) => string | undefined;
  /** What belongs to no field. */
  rest: string[];
  submit: (event?: FormEvent) => void;
  reset: () => void;
  form: React.RefObject<HTMLFormElement | null>;
}

/** One submission at a time; what the server finds wrong comes back by field, and the first such field gets the focus. */
export function useForm(fields: readonly string[], send: () => Promise<void>): FormState {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const form = useRef<HTMLFormElement>(null);
  const running = useRef(false);
  const { explainField } = useWords();
  const found = byField(problem, fields, explainField);

  useEffect(() => {
    if (!problem) return;
    const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid=true]');
    if (wrong) wrong.focus();
    // What belongs to no field stands above the first one, which may be far from the button.
    else form.current?.querySelector('[role=alert]')?.scrollIntoView({ block: 'center' });
  }, [problem]);

  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    // A dialog inside a form's React tree would submit both.
    event?.stopPropagation();
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setProblem(undefined);
    send()
      .catch((error: unknown) => setProblem(toProblem(error)))
      .finally(() => {
        running.current = false;
        setBusy(false);
      });
  };
  return { busy, problem, error: (field) => found.fields[field], rest: found.rest, submit, reset: () => setProblem(undefined), form };
}

interface Props {
  state: FormState;
  className?: string;
  /** Asks what is to be done where somebody else saved meanwhile (412). */
  conflict?: ReactNode;
  children: ReactNode;
}

export function Form({ state, className, conflict, children }: Props) {
  const { problem, rest } = state;
  const asks = problem?.status === 412 && conflict;
  const beside = problem && problem.errors.length > 0 && rest.length === 0;
  return (
    <form ref={state.form} onSubmit={state.submit} className={className ?? 'grid gap-4'}>
      {asks}
      {problem && !asks && !beside && <ProblemNote problem={problem} details={rest} goOn={state.submit} />}
      {children}
    </form>
  );
}
