import { createShell } from '../page';
import { mount } from './app';

const element = document.getElementById('pane');
if (element) mount(createShell(), element);
