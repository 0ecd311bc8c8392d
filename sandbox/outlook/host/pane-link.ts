/** What the simulated Outlook's page gives to the pane that it frames. */
export interface PaneLink {
  /** Classic Outlook's `window.external`. */
  readonly external: object;
  /** Whether the machine has a network. */
  online(): boolean;
  /** Calls back when that changes. */
  onNetwork(listener: () => void): void;
}

/** The page's side, found by the pane as a property of its parent window. */
export interface Frame {
  /** A new link for each load of the pane: the old one falls silent. */
  openPane(): PaneLink;
}

export interface FrameWindow {
  simulatedOutlook?: Frame;
}
