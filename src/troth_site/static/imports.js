// Dropping a file on the frame instead of choosing it, and a bar while it is sent. The page works without this file.
"use strict";

for (const form of document.querySelectorAll("form[data-drop]")) {
  const frame = form.querySelector("[data-drop-here]");
  const input = form.querySelector("input[type=file]");
  const name = form.querySelector("[data-drop-name]");
  const bar = form.querySelector("[data-drop-progress]");
  form.querySelector("[data-drop-words]").hidden = false;

  const say = () => { name.textContent = input.files[0]?.name ?? ""; };

  for (const kind of ["dragenter", "dragover"]) {
    frame.addEventListener(kind, (event) => {
      event.preventDefault();
      frame.classList.add("i-over");
    });
  }
  frame.addEventListener("dragleave", (event) => {
    if (!frame.contains(event.relatedTarget)) frame.classList.remove("i-over");
  });
  frame.addEventListener("drop", (event) => {
    event.preventDefault();
    frame.classList.remove("i-over");
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    say();
    // A file dropped says all there is to say, unless the form asks for more: the browser then points at it.
    form.requestSubmit();
  });
  // A file that misses the frame must not replace the page.
  for (const kind of ["dragover", "drop"]) window.addEventListener(kind, (event) => event.preventDefault());
  input.addEventListener("change", say);

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form, bar);
  });
}

function send(form, bar) {
  const button = form.querySelector("button[type=submit]");
  const request = new XMLHttpRequest();
  button.disabled = true;
  bar.hidden = false;
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) bar.value = event.loaded / event.total;
  });
  request.addEventListener("load", () => {
    if (request.responseURL !== location.href) return location.assign(request.responseURL);
    const answer = new DOMParser().parseFromString(request.responseText, "text/html");
    const [fresh, page] = [answer.querySelector("main"), document.querySelector("main")];
    button.disabled = false;
    bar.hidden = true;
    const error = fresh?.querySelector(".t-error");
    page.querySelector(".t-error")?.remove();
    if (error) form.before(error);
    else if (fresh) page.replaceWith(fresh);
    else form.submit();
  });
  request.addEventListener("error", () => form.submit());
  request.open("POST", form.action);
  request.send(new FormData(form));
}
