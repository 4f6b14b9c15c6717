// Merging answers of devices that were apart: three versions of each field, nothing overwritten unseen. The same rules as
// assessments/domain/answer_merge.py on the server; a property test keeps the two equal.

/** @type {AnswerField[]} */
export const FIELDS = ["letter", "details", "workers", "attribution", "note"];
/** @type {AnswerField[]} */
const FINDING_FIELDS = ["details", "workers", "attribution"];
/** @type {Answer} */
const EMPTY = { letter: "-", details: "", workers: null, attribution: "", note: "" };

/** @param {string} text */
const oneKindOfLineEnd = (text) => text.replace(/\r\n?/g, "\n");

// every field present; words of a finding only beside one
/** @param {Partial<Answer>} answer @returns {Answer} */
export const normalised = (answer) => {
  const whole = { ...EMPTY, ...answer };
  whole.note = oneKindOfLineEnd(whole.note);
  if (whole.letter === "N") whole.details = oneKindOfLineEnd(whole.details);
  else Object.assign(whole, { details: "", workers: null, attribution: "" });
  return whole;
};

// the fields that a change is about: those it differs in from what was seen, all of them when it settles
/** @param {Partial<Answer>} seen @param {Partial<Answer>} given @returns {AnswerField[]} */
export const statedFields = (seen, given, settles = false) => {
  const [before, after] = [normalised(seen), normalised(given)];
  return FIELDS.filter((name) => (settles || before[name] !== after[name])
    && !(name === "attribution" && after.attribution === "")
    && !(FINDING_FIELDS.includes(name) && after.letter !== "N"));
};

// whether what stands and the change cannot both be: then nothing of the change is taken
/** @param {Answer} now @param {Answer} before @param {Answer} after @param {AnswerField[]} stated */
const letterIsHeld = (now, before, after, stated) => {
  if (!stated.includes("letter")) return after.letter !== now.letter && FINDING_FIELDS.some((name) => stated.includes(name));
  if (now.letter !== before.letter && now.letter !== after.letter) return true;
  return now.letter === "N" && after.letter !== "N" && FINDING_FIELDS.some(
    (name) => now[name] !== before[name] && !(name === "attribution" && before.attribution === ""),
  );
};

// { answer, held }: the answer that stands now, and the stated fields that were not taken
/** @param {Partial<Answer>} standing @param {Partial<Answer>} seen @param {Partial<Answer>} given @returns {{ answer: Answer, held: AnswerField[] }} */
export const merge = (standing, seen, given, settles = false) => {
  const [now, before, after] = [normalised(standing), normalised(seen), normalised(given)];
  const stated = statedFields(before, after, settles);
  if (letterIsHeld(now, before, after, stated)) {
    return { answer: now, held: FIELDS.filter((name) => name === "letter" || stated.includes(name)) };
  }
  const answer = { ...now };
  /** @type {AnswerField[]} */ const held = [];
  for (const name of stated) {
    if (name === "letter") answer.letter = after.letter;
    else if (now[name] === after[name]) continue;
    else if (now[name] === before[name]) Object.assign(answer, { [name]: after[name] });
    else held.push(name);
  }
  return { answer: normalised(answer), held };
};

// what this device shows: its own unsent change over what it knows, field by field, whatever the server will say
/** @param {Partial<Answer>} standing @param {Partial<Answer>} seen @param {Partial<Answer>} given @returns {Answer} */
export const overlaid = (standing, seen, given, settles = false) => {
  const [now, after] = [normalised(standing), normalised(given)];
  const stated = statedFields(seen, after, settles);
  if (stated.some((name) => FINDING_FIELDS.includes(name)) && now.letter !== "N") return after;
  const answer = { ...now };
  for (const name of stated) Object.assign(answer, { [name]: after[name] });
  return normalised(answer);
};

// answers of one letter with their words one below the other, the largest number of workers
/** @param {Partial<Answer>[]} answers @returns {Answer} */
export const together = (answers) => {
  const all = answers.map(normalised);
  /** @param {string} name */
  /** @param {"details" | "note"} name */ const joined = (name) => [...new Set(all.map((answer) => answer[name]).filter(Boolean))].join("\n");
  const numbers = new Set(all.map((answer) => answer.workers).filter((workers) => workers !== null));
  return {
    letter: all[0].letter, details: joined("details"), note: joined("note"), attribution: all[0].attribution,
    workers: numbers.size ? Math.max(...numbers) : null,
  };
};

// whether the server has said of every field that a change states that it stored or holds it
/** @param {AnswerVersions} change @param {Partial<ChangeResult>} result */
export const accounted = ({ seen, given, settles }, { stored = {}, held = [] }) => (
  statedFields(seen, given, Boolean(settles)).every((name) => name in stored || held.includes(name))
);

// a change as it travels: whole answers, what is empty left out, what the given one shares with the seen one said once
/** @param {Change} change @returns {PackedChange} */
export const packed = ({ id, key, seen, given, at, settles }) => {
  const [before, after] = [normalised(seen), normalised(given)];
  const words = FIELDS.slice(1);
  const shown = Object.fromEntries(words.filter((name) => before[name] !== EMPTY[name]).map((name) => [name, before[name]]));
  const kept = after.letter === "N" ? before : { ...EMPTY, note: before.note };
  const left = Object.fromEntries(words.filter((name) => after[name] !== kept[name]).map((name) => [name, after[name]]));
  return {
    act: id, question: key, old: before.letter, new: after.letter, at, ...left,
    ...(Object.keys(shown).length ? { seen: shown } : {}), ...(settles?.length ? { settles } : {}),
  };
};
