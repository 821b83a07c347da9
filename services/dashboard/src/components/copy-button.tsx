import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useWords } from '../i18n/i18n';
import { Button } from './button';
import { useToast } from './toast';

interface Props {
  text: string;
  label: string;
  onCopied?: () => void;
}

export function CopyButton({ text, label, onCopied }: Props) {
  const { t } = useWords();
  const say = useToast();
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(() => setDone(false), 2_000);
    return () => clearTimeout(timer);
  }, [done]);
  const copy = () => {
    // There is no clipboard on a page that came over plain http from another machine.
    if (!navigator.clipboard) return say(({ t }) => t('copy.failed'), 'bad');
    navigator.clipboard.writeText(text).then(
      () => {
        setDone(true);
        onCopied?.();
      },
      () => say(({ t }) => t('copy.failed'), 'bad'),
    );
  };
  return (
    <Button variant="secondary" onClick={copy}>
      {done ? <Check aria-hidden /> : <Copy aria-hidden />}
      <span aria-live="polite">{done ? t('copy.done') : label}</span>
    </Button>
  );
}
