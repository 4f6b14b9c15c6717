// What the modules under test look for in a page: its language and the words that the server has handed over. Imported first.

const WORDS = {
  marked: "{n} questions marked", by: "Answered by {name}", C: "compliant", N: "not compliant", empty: "nothing",
};

export const page = { documentElement: { lang: "en" }, dir: "ltr", activeElement: null, getElementById: () => ({ textContent: JSON.stringify(WORDS) }) };
Object.assign(globalThis, { document: page });

// runs `work` as a device that reports this much room
export const withRoom = async (estimate, work) => {
  const known = Object.getOwnPropertyDescriptor(globalThis, "navigator");
  Object.defineProperty(globalThis, "navigator", { configurable: true, value: estimate ? { storage: { estimate: async () => estimate } } : {} });
  try {
    return await work();
  } finally {
    if (known) Object.defineProperty(globalThis, "navigator", known);
  }
};

export const QUESTIONNAIRE = {
  order: ["A-1", "OS-8-06", "B-2"], // as letters are stored
  clusters: [
    { code: "A", name: "Wages", points: [{ code: "A-1", name: "Minimum wage", questions: [
      { code: "A-1", text: "Is the minimum wage paid?", yes: true, law: "", guidance: "" },
      { code: "B-2", text: "Are payslips given in Español?", yes: true, law: "", guidance: "" },
    ] }] },
    { code: "OS", name: "Safety", points: [{ code: "OS-8", name: "Fire", questions: [
      { code: "OS-8-06", text: "Are exits kept free?", yes: true, law: "", guidance: "" },
    ] }] },
  ],
};
