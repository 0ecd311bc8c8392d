import { byId } from './dom';

const MIN_WIDTH = 320;
const MAX_WIDTH = 800;
const STEP = 20;

/** Lets the user change the pane's width, by mouse and by arrow keys. */
export function showDivider(): void {
  const pane = byId('pane');
  const divider = byId('divider');

  const resize = (width: number) => {
    const next = Math.round(Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, width)));
    pane.style.width = `${next}px`;
    divider.setAttribute('aria-valuenow', String(next));
  };

  divider.setAttribute('aria-valuemin', String(MIN_WIDTH));
  divider.setAttribute('aria-valuemax', String(MAX_WIDTH));
  resize(pane.offsetWidth);

  divider.addEventListener('pointerdown', (event) => divider.setPointerCapture(event.pointerId));
  divider.addEventListener('pointermove', (event) => {
    if (divider.hasPointerCapture(event.pointerId)) resize(innerWidth - event.clientX);
  });
  divider.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowLeft') resize(pane.offsetWidth + STEP);
    if (event.key === 'ArrowRight') resize(pane.offsetWidth - STEP);
  });
}
