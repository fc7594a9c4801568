// "Kopieer": puts the value of the field named by data-copy on the clipboard. Without script the field itself can be selected.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const field = document.querySelector(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(field.value);
    button.textContent = button.dataset.done;
  } catch {
    field.select();
  }
});
for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
