// The shapes that the modules share, each written once. A script without exports: the names are known in every module.

// --- answers ---

type Letter = "C" | "N" | "X" | "-"; // compliant, not compliant, not applicable, open

interface Answer {
  letter: Letter;
  details: string;
  workers: number | null;
  attribution: string; // "national_law", "factory" or ""
  note: string;
}
type AnswerField = keyof Answer;

// a change of one answer: what was seen when it was made, and what was given; fields left out are empty
interface AnswerVersions {
  seen: Partial<Answer>;
  given: Partial<Answer>;
  settles?: string[]; // ids of the changes in conflict that it decides
}
interface Change extends AnswerVersions {
  id: string;
  key: string; // code of the question
  at: string; // ISO 8601
  seq?: number; // place in the device's store
  scope?: string; // person/assessment
  kind?: string; // "answer"
  refused?: string; // the server's sentence
  typed?: boolean; // made of half-typed text, whose draft goes with it
  isDraft?: boolean; // half-typed text shown as a change
}
interface StoredChange extends Change { seq: number; scope: string; kind: string }
// as it travels: the fields of the given answer that differ, and those of the seen one that are not empty
interface PackedChange extends Partial<Answer> {
  act: string;
  question: string;
  old: Letter;
  new: Letter;
  at: string;
  seen?: Partial<Answer>;
  settles?: string[];
}
// what the server says of a change
interface ChangeResult {
  act: string;
  outcome: string; // "stored", "held", "refused" …
  stored?: Partial<Answer>;
  held?: string[];
  said?: string;
}
interface ChangesAnswer { results: ChangeResult[]; clashes?: Conflict[]; sheet?: string }

// answers of several devices to one question of which none was taken yet
interface Conflict {
  question: string;
  standing: Answer;
  standingBy?: string;
  standingAt?: string;
  versions: AnswerVersion[];
}
interface AnswerVersion { answer: Answer; by?: string; at?: string; acts?: string[]; stands?: boolean }

// a step of the undo history: one question before and after
interface UndoStep { question: string; before: Answer; after: Answer; stated: AnswerField[] }

// what is to be changed at a question; a field left out stays as it is shown
interface WantedAnswer extends Partial<Omit<Answer, "letter">> {
  question: string;
  new?: Letter;
  whole?: Answer;
  seen?: Partial<Answer>; // what stood in a field when typing began
  settles?: string[];
  typed?: boolean;
}

// --- the questionnaire and the assessment ---

interface Named { code: string; name: string }
interface Question { code: string; text: string; yes: boolean; law: string; guidance: string; guidanceLanguage: string }
interface Point extends Named { questions: Question[] }
interface Cluster extends Named { points: Point[] }
interface Questionnaire { order: string[]; clusters: Cluster[] }
interface PlacedQuestion extends Question { point: Point; cluster: Cluster }

interface OthersChange { question: string; device: string; by: string; at: string }
interface StoredFile { id: string; name: string; picture?: boolean }

// the assessment as the server has it; a question's code is the key of each record
interface SheetDocument {
  version: number;
  sheet: string; // one letter a question, in the questionnaire's order
  findings: Record<string, Pick<Answer, "details" | "workers" | "attribution">>;
  notes: Record<string, string>;
  clashes: Conflict[];
  unchosen: Record<string, AnswerVersion[]>;
  changes?: OthersChange[];
  plan?: Record<string, { issue: string; status: string; due: string | null }[]>;
  comments?: Record<string, { text: string; answered: boolean; resolved?: boolean; replies?: { by: string; text: string }[] }[]>;
  returned?: { reason: string; at: string } | null;
  files?: Record<string, StoredFile[]>;
  filesVersion?: number;
  last?: { on: string; letters: Record<string, Letter>; former?: Record<string, string[]>; details: Record<string, string> };
  public?: string[];
  zeroTolerance?: string[];
  core?: string[];
  nationalLaw?: string[];
}

// --- the device's store ---

type Drafts = Record<string, { seen: string; value: string }>;
interface Draft { scope: string; kind: string; key: string; fields: Drafts }

// a photo or document that is not yet on the server
interface LocalFile { id: string; scope: string; question: string; name: string; blob: Blob; seq?: number; refused?: string }

// a file as it is painted: on the server, on this device only, or turned away
interface ShownFile extends StoredFile { unsent?: boolean; away?: boolean; refused?: string }

// an entry of the field besides answers: a visit, a step of a plan, a case
interface FieldEntry {
  id: string;
  kind: string;
  key: string;
  at: string;
  scope: string;
  seq: number;
  seen: Record<string, string>;
  given: Record<string, string>;
  factory: string;
  name: string;
  about: string;
  act: string; // words of the button, where the page stays
  labels: Record<string, string>;
  words: Record<string, Record<string, string>>; // of what can be chosen, by field and value
  files: FieldFile[];
  which: string; // form of whatever page
  path: string; // of the page with its form
  refused?: string;
  outcome?: string;
  standing?: Record<string, string>;
  problems?: FieldProblem[];
}
// a form of the field while it is open
interface FieldForm {
  form: PageElement;
  person: string;
  isHere: boolean; // one of several of its page, which stays
  which: string; // what tells it from other forms, on whatever page
  replaces: string; // id of the entry that is corrected, or ""
  path: string; // path and query of the page
  place: string; // the same with the form, where there are several
  untouched: string; // its values as it was opened, as JSON
  clock?: number; // until what is typed is kept
  keeping?: Promise<void>; // what is typed is on its way to the disk
  seen: Record<string, string>;
  recorded?: boolean;
  busy?: boolean;
  onward?: string; // where to go once it is on the disk
}
// a page to be kept; one `within` another is reached from there
interface PageToKeep { url: string; title: string; within: string }
// a photo or document of an entry
interface FieldFile { field: string; name: string; blob: Blob }
interface FieldProblem { name?: string; label?: string; said: string }
interface FieldAnswer {
  outcome?: string;
  stopped?: string;
  said?: string;
  url?: string;
  standing?: Record<string, string>;
  problems?: FieldProblem[];
}

// --- the browser's, as TypeScript's library for pages does not have them ---

type PasskeyMade = PublicKeyCredential & { response: AuthenticatorAttestationResponse };
type PasskeyUsed = PublicKeyCredential & { response: AuthenticatorAssertionResponse };
interface WorkerEvent extends Event {
  request: Request;
  waitUntil(work: Promise<unknown>): void;
  respondWith(response: Promise<Response>): void;
}
interface WorkerScope {
  clients: { claim(): Promise<void> };
  location: Location;
  skipWaiting(): Promise<void>;
  addEventListener(type: string, listener: (event: WorkerEvent) => void): void;
}

// --- elements of our own pages ---
// Which elements a page holds is decided by its template, which no type can know: what is looked up is taken to be there
// and to be whatever field it is used as. Browser tests open every page; types are strict for the data between them.

interface PageElement extends HTMLElement {
  requestSubmit(): void;
  selectedIndex: number;
  value: string;
  defaultValue: string;
  checked: boolean;
  defaultChecked: boolean;
  multiple: boolean;
  disabled: boolean;
  name: string;
  type: string;
  files: FileList;
  options: HTMLOptionsCollection;
  href: string;
  src: string;
  alt: string;
  download: string;
  htmlFor: string;
  autocomplete: string;
  open: boolean;
  returnValue: string;
  content: PageFragment;
  labels: NodeListOf<HTMLLabelElement>;
  elements: PageControls;
  action: string;
  validity: ValidityState;
  firstElementChild: PageElement;
  lastElementChild: PageElement;
  nextElementSibling: PageElement;
  parentElement: PageElement;
  firstChild: ChildNode;
  textContent: string;
  dataset: Record<string, string>;
  showModal(): void;
  close(): void;
  submit(): void;
  reset(): void;
  cloneNode(deep?: boolean): PageElement;
  getAttribute(name: string): string;
}
interface PageControls extends Iterable<PageElement> { namedItem(name: string): PageElement | null }
interface PageFragment extends DocumentFragment { firstElementChild: PageElement }
// the questions of the page by code: one for each of the questionnaire
interface PageItems extends Map<string, PageElement> { get(code: string): PageElement }
interface PageEvent extends Omit<UIEvent, "target" | "detail"> {
  target: PageElement;
  submitter: PageElement | null;
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  detail: any; // of htmx, by event
}
type PageListener = (event: PageEvent) => unknown;

interface ParentNode {
  querySelector(selectors: string): PageElement;
  querySelectorAll(selectors: string): NodeListOf<PageElement>;
}
interface NonElementParentNode { getElementById(id: string): PageElement }
interface Element { closest(selectors: string): PageElement }
interface HTMLElement { addEventListener(type: string, listener: PageListener, options?: boolean | AddEventListenerOptions): void }
interface Document {
  addEventListener(type: string, listener: PageListener, options?: boolean | AddEventListenerOptions): void;
  getElementById(id: string): PageElement;
}
