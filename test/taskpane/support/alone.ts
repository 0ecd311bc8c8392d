/** The pane on an invented world, for a browser: `?scene=outbox`. */
import { mount } from '../../../src/taskpane/app';
import { fakeShell } from './fake-shell';
import { scenes, type Scene } from './scenes';

const scene = new URLSearchParams(location.search).get('scene') ?? 'records';
const element = document.getElementById('pane');
const fake = fakeShell(scenes[scene as Scene]);
if (element) mount(fake.shell, element);
Object.assign(window, { fake });
