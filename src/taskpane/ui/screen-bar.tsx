import type { ComponentChildren } from 'preact';
import { usePane } from '../pane';
import { strings } from '../strings';
import { Icon } from './icon';
import './screen-bar.css';

interface Props {
  readonly title: string;
  readonly children?: ComponentChildren;
}

/** The top of a deeper screen: the way back, which gets the focus, and what this is. */
export function ScreenBar({ title, children }: Props) {
  const { nav } = usePane();
  return (
    <div class="screen-bar">
      <button
        type="button"
        class="button button-subtle button-icon"
        title={strings.back}
        data-back
        onClick={() => {
          nav.back();
        }}
      >
        <span class="icon-directed screen-bar-icon">
          <Icon name="back" />
        </span>
      </button>
      <h1 class="screen-bar-title" dir="auto">
        {title}
      </h1>
      {children}
    </div>
  );
}
