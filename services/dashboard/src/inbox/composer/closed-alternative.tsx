import { FileText } from 'lucide-react';
import { Button } from '../../components/button';
import { useWords } from '../../i18n/i18n';
import { useCheck } from '../../sending/use-check';
import { useTemplate } from '../../templates/use-template';
import type { Conversation } from '../data/contract';

interface Props {
  conversation: Conversation;
  onTemplate: (templateId: string) => void;
}

/** The approved template that the gate offers instead, at one press. */
export function ClosedAlternative({ conversation: { outletId, contact }, onTemplate }: Props) {
  const { t } = useWords();
  const to = contact.phone ? `+${contact.phone.replace(/^\+/, '')}` : contact.userId;
  const { answer } = useCheck(to ? { outletId, to, type: 'text' } : undefined);
  const template = useTemplate(answer.data?.alternative?.templateId ?? '');
  if (!template.data) return null;
  const { id, name } = template.data;
  return (
    <Button size="small" variant="secondary" className="max-w-full" onClick={() => onTemplate(id)}>
      <FileText aria-hidden />
      <span className="truncate">{t('template.sendThis', { name })}</span>
    </Button>
  );
}
