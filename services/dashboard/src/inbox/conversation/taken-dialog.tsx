import { Button } from '../../components/button';
import { Dialog, DialogActions } from '../../components/dialog';
import { useWords } from '../../i18n/i18n';
import { useSigned } from '../../session/session-context';
import type { Conversation } from '../data/contract';
import { nameOf } from '../marks';
import type { Actions } from './use-actions';

/** Several may reach for the same conversation: whoever came second decides, knowing it. */
export function TakenDialog({ actions, conversation }: { actions: Actions; conversation: Conversation }) {
  const { t } = useWords();
  const { me } = useSigned();
  const name = actions.taken?.name ?? '';
  return (
    <Dialog
      open={actions.taken !== undefined}
      onClose={actions.forgetTaken}
      title={t('taken.title', { name })}
      description={t('taken.text', { name })}
    >
      <DialogActions>
        <Button
          variant="secondary"
          onClick={() => {
            actions.forgetTaken();
            actions.run({ kind: 'assign', to: { userId: me.id } });
          }}
        >
          {t('taken.anyway')}
        </Button>
        <Button onClick={actions.forgetTaken}>{t('taken.leave', { name })}</Button>
      </DialogActions>
      <p className="sr-only">{nameOf(conversation.contact)}</p>
    </Dialog>
  );
}
