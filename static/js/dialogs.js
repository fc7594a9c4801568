// Boxes and the side panel: native <dialog>, opened by a button, or filled by htmx and then opened.
import { on } from './dom.js';

let opener;

export const open = dialog => {
  if (!dialog || dialog.open) return;
  opener = document.activeElement;
  dialog.showModal();
};

on('click', '[data-open]', (_event, button) => open(document.querySelector(button.dataset.open)));
on('click', '[data-close]', (_event, button) => button.closest('dialog').close());
on('mousedown', 'dialog', (event, dialog) => {   // a press on the veil, not a drag that ends there
  if (event.target !== dialog) return;
  const box = dialog.getBoundingClientRect();
  const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
  if (!inside) dialog.close();
});
document.addEventListener('close', event => {
  if (!event.target.matches('dialog')) return;
  const body = event.target.querySelector(':scope > #dialog-body, :scope > #panel-body');
  if (body) body.replaceChildren();
  if (opener?.isConnected && !document.querySelector('dialog[open]')) opener.focus();   // not when another opened meanwhile
}, true);

// An answer swapped into one of the two shared boxes opens it; an empty answer closes it.
document.addEventListener('htmx:afterSwap', event => {
  const box = event.detail.target?.closest?.('#dialog, #panel');
  if (!box) return;
  if (box.querySelector('#dialog-body, #panel-body')?.childElementCount) open(box);
  else box.close();
});
document.addEventListener('close-dialog', () => { for (const box of document.querySelectorAll('dialog[open]')) box.close(); });
