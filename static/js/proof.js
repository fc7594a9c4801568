// When the server asks for proof of work: find the number behind the hash, then send the form. Without script, people wait.
const box = document.querySelector("[data-proof]");
const form = box && document.querySelector(box.dataset.form);

async function digest(text) {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function solve({ challenge, salt, most }) {
  for (let number = 0; number <= Number(most); number += 1) {
    if ((await digest(`${salt}${number}`)) === challenge) return number;
  }
  return null;
}

if (form && globalThis.crypto?.subtle) {
  box.querySelector("[data-busy]").hidden = false;
  const number = await solve(box.dataset);
  if (number !== null) {
    form.elements.proof.value = String(number);
    form.requestSubmit();
  }
}
