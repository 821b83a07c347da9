import { useState } from 'react';
import { toProblem, type Problem } from '../../api/problem';
import { Button } from '../../components/button';
import { Dialog, DialogActions } from '../../components/dialog';
import { ProblemNote } from '../../components/problem-note';
import { useFlowTexts } from './use-flow-texts';

interface Props {
  onClose: () => void;
  /** Shows what somebody else has saved; what is drawn here is lost. */
  take: () => Promise<void>;
  /** Saves what is drawn here over it. */
  overwrite: () => Promise<void>;
}

/** Where somebody else saved the flow meanwhile, the person decides. Closed, everything stays as it is. */
export function FlowConflict({ onClose, take, overwrite }: Props) {
  const words = useFlowTexts();
  const [busy, setBusy] = useState<'take' | 'overwrite'>();
  const [problem, setProblem] = useState<Problem>();
  const run = (what: 'take' | 'overwrite') => async (): Promise<void> => {
    setBusy(what);
    setProblem(undefined);
    try {
      await (what === 'take' ? take() : overwrite());
      onClose();
    } catch (error) {
      setProblem(toProblem(error));
    } finally {
      setBusy(undefined);
    }
  };
  return (
    <Dialog open onClose={onClose} title={words('conflict')} description={words('conflictText')}>
      {problem && <ProblemNote problem={problem} />}
      <DialogActions>
        <Button variant="secondary" busy={busy === 'take'} onClick={() => void run('take')()}>
          {words('takeTheirs')}
        </Button>
        <Button variant="danger" busy={busy === 'overwrite'} onClick={() => void run('overwrite')()}>
          {words('saveMine')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
