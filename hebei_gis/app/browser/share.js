// A link to what the map shows now: the page's address, to copy or to photograph.

export default function (component) {
  const { data, parentElement } = component;
  const words = data.words;
  const button = parentElement.querySelector(".share-open");
  const panel = parentElement.querySelector(".share-panel");
  const field = parentElement.querySelector("input");
  const copy = parentElement.querySelector(".share-copy");
  const code = parentElement.querySelector("img");
  const told = parentElement.querySelector(".share-told");
  button.textContent = words.share;
  copy.textContent = words.copy;
  field.setAttribute("aria-label", words.address);
  panel.setAttribute("aria-label", words.share);

  function open(on) {
    panel.hidden = !on;
    button.setAttribute("aria-expanded", String(on));
    if (!on) return;
    field.value = window.location.href;
    const base = (window.__streamlit || {}).BACKEND_BASE_URL || document.baseURI;
    const address = new URL("plan-code", base);
    address.search = new URLSearchParams({ text: field.value });
    code.alt = words.code;
    code.src = address.href;
    told.textContent = "";
    field.focus();
    field.select();
  }

  async function take() {
    field.select();
    try {
      // Only pages under TLS or of this machine may write the clipboard themselves.
      if (navigator.clipboard) await navigator.clipboard.writeText(field.value);
      else if (!document.execCommand("copy")) throw new Error("copy");
      told.textContent = words.copied;
    } catch (error) {
      told.textContent = words.copy_by_hand;
    }
  }

  button.onclick = () => open(panel.hidden);
  copy.onclick = take;
  panel.onkeydown = (event) => { if (event.key === "Escape") { open(false); button.focus(); } };
  const away = (event) => { if (!parentElement.contains(event.target)) open(false); };
  document.addEventListener("mousedown", away);
  return () => document.removeEventListener("mousedown", away);
}
