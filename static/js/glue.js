// Between htmx and the house: the token on every change, calm words for every failure, what the morph leaves alone.
import { csrf, words } from './dom.js';
import { toast } from './toasts.js';

document.addEventListener('htmx:configRequest', event => {
  if (event.detail.verb !== 'get') event.detail.headers['X-CSRFToken'] = csrf();
});
const isLive = element => element?.hasAttribute?.('data-live');
document.addEventListener('htmx:responseError', event => {
  if (isLive(event.detail.elt)) return;                              // live.js speaks for those
  const said = words();
  const text = { 403: said.forbidden, 404: said.gone, 410: said.gone, 503: said.busy, 429: said.busy }[event.detail.xhr.status] ?? said.failed;
  toast({ text, tone: 'bad' });
});
for (const type of ['htmx:sendError', 'htmx:timeout']) {
  document.addEventListener(type, event => { if (!isLive(event.detail.elt)) toast({ text: words().offline, tone: 'bad' }); });
}

// idiomorph: what a person typed, opened or looks at stays; charts are told, not morphed.
if (window.Idiomorph) {
  const { defaults } = window.Idiomorph;
  defaults.ignoreActiveValue = true;
  const earlier = defaults.callbacks.beforeAttributeUpdated;
  defaults.callbacks.beforeAttributeUpdated = (name, node, kind) => {
    if (name === 'open' && node.matches('details, dialog')) return false;
    if ((name === 'data-sending' || name === 'aria-busy') && node.matches('form, button')) return false;
    return earlier?.(name, node, kind);
  };
  defaults.callbacks.beforeNodeMorphed = node => !(node.nodeType === 1 && node.matches('[data-chart].drawn'));
}
