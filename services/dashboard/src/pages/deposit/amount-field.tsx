import { TextField } from '../../components/field';
import { readAmount } from './amount';
import { useDepositTexts } from './use-deposit';

interface Props {
  label: string;
  hint?: string;
  currency: string;
  value: string;
  onValue: (value: string) => void;
  error?: string | undefined;
  disabled?: boolean;
}

/** An amount as a person types it. */
export function AmountField({ currency, value, error, label, hint, ...rest }: Props) {
  const p = useDepositTexts();
  const isWrong = value.trim() !== '' && readAmount(value, currency) === undefined;
  return (
    <TextField
      label={`${label} (${currency})`}
      hint={hint}
      inputMode="decimal"
      autoComplete="off"
      value={value}
      error={isWrong ? p('deposit.amountWrong', { currency }) : error}
      {...rest}
    />
  );
}
