import type { ComponentChildren } from 'preact';
import { strings } from '../strings';
import { Button } from './button';
import { Dialog, type DialogName } from './dialog';

interface Props {
  readonly name: DialogName;
  readonly title: string;
  readonly children?: ComponentChildren;
  readonly yes: string;
  readonly no?: string;
  /** Something is still to be chosen before it can be done. */
  readonly disabled?: boolean;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

/** Asks before something that cannot be taken back. The harmless answer has the focus. */
export function Confirm({ no = strings.cancel, disabled = false, ...props }: Props) {
  const { name, title, children, yes, onYes, onNo } = props;
  return (
    <Dialog
      name={name}
      title={title}
      onClose={onNo}
      actions={
        <>
          <Button look="danger" disabled={disabled} onClick={onYes}>
            {yes}
          </Button>
          <span data-first>
            <Button onClick={onNo}>{no}</Button>
          </span>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
