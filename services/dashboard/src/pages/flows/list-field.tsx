import { useState } from 'react';
import { TextField } from '../../components/field';

interface Props {
  label: string;
  hint: string;
  list: readonly string[];
  put: (list: string[]) => void;
}

/** Words with commas between them; what is typed stays as it is typed. */
export function ListField({ label, hint, list, put }: Props) {
  const [typed, setTyped] = useState(list.join(', '));
  const type = (text: string): void => {
    setTyped(text);
    put(
      text
        .split(',')
        .map((one) => one.trim())
        .filter((one) => one !== ''),
    );
  };
  return <TextField label={label} hint={hint} value={typed} onValue={type} optional />;
}
