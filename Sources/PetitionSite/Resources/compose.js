// Counts what is typed and shows the letter while it is written. Pages of drafts are whole without it.
"use strict";

// Characters as people count them, where the browser can.
const segmenter = typeof Intl.Segmenter === "function" ? new Intl.Segmenter() : null;
function count(text) {
  return segmenter ? Array.from(segmenter.segment(text)).length : Array.from(text).length;
}

for (const counter of document.querySelectorAll(".counter")) {
  const field = document.getElementById(counter.dataset.for);
  const limit = Number(counter.dataset.limit);
  const show = () => {
    const left = limit - count(field.value);
    const words = left < 0 ? counter.dataset.over : counter.dataset.left;
    counter.textContent = words.replace("{count}", Math.abs(left).toLocaleString(document.documentElement.lang));
    counter.classList.toggle("over", left < 0);
    counter.hidden = left > limit / 4;
  };
  field.addEventListener("input", show);
  show();
}

const letter = document.querySelector("#letter-preview blockquote");
const fields = ["salutation", "letter", "closing"].map((id) => document.getElementById(id));
if (letter && fields.every(Boolean)) {
  const signature = letter.querySelector(".signature-line");
  const paragraph = (text, name) => {
    const element = document.createElement("p");
    element.textContent = text;
    if (name) element.className = name;
    return element;
  };
  const show = () => {
    const [salutation, body, closing] = fields.map((field) => field.value.trim());
    const paragraphs = body.split(/\n\s*\n/).filter(Boolean).map((text) => paragraph(text));
    letter.replaceChildren(
      paragraph(salutation, "salutation"), ...paragraphs,
      ...(closing ? [paragraph(closing)] : []), signature);
  };
  for (const field of fields) field.addEventListener("input", show);
}
