import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap } from '../../api/client';
import { Button } from '../../components/button';
import { Dialog, DialogActions } from '../../components/dialog';
import { useWords } from '../../i18n/i18n';
import { useTenantId } from '../../session/session-context';
import { isIncomplete, MessageWords, type Words } from '../orders/message-words';
import { useCustomerInvoiceTexts } from './use-customer-invoice-texts';

/** What a reminder can name. Source: `ReminderStepBody.text` of the API. */
const PLACEHOLDERS = ['{{ invoice.number }}', '{{ invoice.due }}', '{{ invoice.due_date }}', '{{ customer.name }}'] as const;

interface Props {
  number: number;
  begun: Words;
  onClose: () => void;
  /** They are saved with the steps. */
  onWords: (words: Words) => void;
}

/** What a reminder says. */
export function EditReminder({ number, begun, onClose, onWords }: Props) {
  const { t } = useWords();
  const i = useCustomerInvoiceTexts();
  const tenantId = useTenantId();
  const [words, setWords] = useState(begun);
  const settings = useQuery({
    queryKey: ['order-messages', tenantId],
    queryFn: () => unwrap(api.GET('/api/v1/commerce/message-settings')),
  });
  const outlets = useQuery({
    queryKey: ['outlets', tenantId, 'first'],
    queryFn: () => unwrap(api.GET('/api/v1/outlets', { params: { query: { limit: 50 } } })),
  });
  const all = outlets.data?.items ?? [];
  // Reminders leave from the number from which customers are told of orders.
  const wabaId = (all.find(({ id }) => id === settings.data?.outletId) ?? all[0])?.wabaId;
  return (
    <Dialog open onClose={onClose} wide title={i('wordsOf', { number })} description={i('wordsText')}>
      <div className="grid gap-4">
        <MessageWords words={words} onWords={setWords} placeholders={PLACEHOLDERS} wabaId={wabaId} fault={() => undefined} />
        <DialogActions>
          <Button variant="secondary" onClick={onClose}>
            {t('dialog.cancel')}
          </Button>
          <Button disabled={isIncomplete(words)} onClick={() => onWords(words)}>
            {i('take')}
          </Button>
        </DialogActions>
      </div>
    </Dialog>
  );
}
