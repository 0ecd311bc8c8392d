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
  readonly onYes: () => void;
  readonly onNo: () => void;
}

/** Asks before something that cannot be taken back. The harmless answer has the focus. */
export function Confirm({ name, title, children, yes, no = strings.cancel, onYes, onNo }: Props) {
  return (
    <Dialog
      name={name}
      title={title}
      onClose={onNo}
      actions={
        <>
          <Button look="danger" onClick={onYes}>
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
