/**
 * Copies an address at the press of a button and says for a moment what became of it, on the button and in
 * `copyStatus`. It stands in the page itself, named by its digest in the policy, and marks the page as one with a script,
 * without which the buttons are not seen. Where a page is not served over HTTPS, browsers have no `navigator.clipboard`
 * (Clipboard API, section 7): then the address is copied from a field that is there for as long as that takes.
 */
export const COPY_SCRIPT = `(d=>{d.documentElement.classList.add("scripted");d.addEventListener("click",async e=>{const b=e.target.closest("[data-copy]");if(!b)return;const s=d.getElementById("copying"),w=s.dataset,t=b.dataset.copy;let k=1;try{await navigator.clipboard.writeText(t)}catch{const f=d.createElement("textarea");f.value=t;f.style.position="fixed";b.after(f);f.select();k=d.execCommand("copy");f.remove();b.focus()}b.textContent=s.textContent=k?w.done:w.failed;setTimeout(()=>{b.textContent=w.idle;s.textContent=""},2e3)})})(document)`;
