// Small things every module needs: delegated events, words, cookies, a polite voice.
let said;

/** What the script says by itself, in the language of the page (the `words` tag). */
export const words = () => (said ??= JSON.parse(document.getElementById('words')?.textContent ?? '{}'));

/** Listen on the document for an event on what matches, now and later. */
export const on = (type, selector, act, options) =>
  document.addEventListener(type, event => {
    const found = event.target.closest?.(selector);
    if (found) act(event, found);
  }, options);

export const isTyping = target => target.closest?.('input:not([type=checkbox],[type=radio]),textarea,select,[contenteditable]') != null;

export const remember = (name, value) => {
  document.cookie = `${name}=${value};path=/;max-age=31536000;samesite=lax${location.protocol === 'https:' ? ';secure' : ''}`;
};

let speaking;
/** Say something to those who listen, without moving the focus. */
export const announce = text => {
  const voice = document.getElementById('announcer');
  if (!voice || !text) return;
  clearTimeout(speaking);
  voice.textContent = '';
  speaking = setTimeout(() => { voice.textContent = text; }, 60);
};

export const csrf = () => document.querySelector('meta[name=csrf-token]')?.content ?? '';
