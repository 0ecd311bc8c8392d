import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Button } from './button';

interface Props {
  readonly label: string;
  readonly children: ComponentChildren;
}

/** What shows only on demand. */
export function Disclosure({ label, children }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <div class="row disclosure">
        <Button
          look="subtle"
          icon="chevronDown"
          expanded={open}
          onClick={() => {
            setOpen(!open);
          }}
        >
          {label}
        </Button>
      </div>
      {open && children}
    </>
  );
}
