// The start of every page of a member. Each module upgrades what the server already made work.
import './theme.js';
import './menus.js';
import './dialogs.js';
import './forms.js';
import './toasts.js';
import './glue.js';
import './live.js';
import './selection.js';
import './times.js';
import './palette.js';
import './shortcuts.js';
import { start } from './figures.js';

start();
