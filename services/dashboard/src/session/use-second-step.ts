import { useState } from 'react';
import { toProblem } from '../api/problem';
import { useForm, type FormState } from '../components/form';

export interface SecondStep {
  form: FormState;
  /** Whether the first step was right and a code is asked for. */
  asks: boolean;
  code: string;
  setCode: (code: string) => void;
  back: () => void;
}

/** A form that signs somebody in, whose account may ask for a code besides. @param send gets the code once it was asked for */
export function useSecondStep(fields: readonly string[], send: (code: { code?: string }) => Promise<void>): SecondStep {
  const [asks, setAsks] = useState(false);
  const [code, setCode] = useState('');
  const form = useForm([...fields, 'code'], async () => {
    try {
      await send(asks ? { code } : {});
    } catch (error) {
      if (toProblem(error).code !== 'two_factor_needed') throw error;
      setAsks(true);
    }
  });
  const back = () => {
    setAsks(false);
    setCode('');
    form.reset();
  };
  return { form, asks, code, setCode, back };
}
