// Forms of the field: what is recorded is on this device first, then on the server. Without this script, or where the
// browser keeps nothing, they are plain forms.

import { watchForm } from "./form.js";
import { showList } from "./list.js";
import { offerDay } from "./prepare.js";

const person = document.querySelector("[data-unsent-line]")?.dataset.person ?? "";

const start = async () => {
  for (const form of document.querySelectorAll("form[data-field-entry]")) await watchForm(form, person);
  for (const list of document.querySelectorAll("[data-field-list]")) await showList(list, person);
  const day = document.querySelector("[data-day]");
  if (day) await offerDay(day, person);
  document.documentElement.dataset.fieldReady = "";
};

start().catch((error) => console.info("field:", error)); // the page works as a plain one
