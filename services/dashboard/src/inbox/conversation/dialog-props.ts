import type { Conversation } from '../data/contract';
import type { Actions } from './use-actions';

export interface DialogProps {
  open: boolean;
  onClose: () => void;
  conversation: Conversation;
  actions: Actions;
}
