// Lists open incidents and last positions. The token stays in this tab's sessionStorage.
// Every text from the server goes in as text, never as markup.

const REFRESH_MS = 3000;
const LANGUAGES = ["kk", "ru", "en"];
const LOCALES = { kk: "kk-KZ", ru: "ru-RU", en: "en-GB" };
const at = (id) => document.getElementById(id);

let language = localStorage.getItem("language");
let words = {};
let kinds = {};
let timer = 0;

class Refused extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

async function json(path) {
  const token = sessionStorage.getItem("token");
  const headers = token ? { Authorization: `Bearer ${token}` } : {};
  const answer = await fetch(path, { headers });
  const body = await answer.json();
  if (!answer.ok) throw new Refused(answer.status, body.detail ?? answer.statusText);
  return body;
}

async function speak(chosen) {
  language = LANGUAGES.includes(chosen) ? chosen : "ru";
  [words, kinds] = await Promise.all([json(`/page/${language}.json`), json(`/page/kinds-${language}.json`)]);
  document.documentElement.lang = language;
  at("language").value = language;
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = words[element.dataset.text];
}

function when(instant) {
  if (!instant) return "—";
  return new Date(instant).toLocaleString(LOCALES[language], { dateStyle: "short", timeStyle: "medium" });
}

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function facts(...texts) {
  const line = element("div", undefined, "facts");
  line.append(...texts.filter(Boolean).map((text) => element("span", text)));
  return line;
}

function incidentCard(one) {
  const card = element("li", undefined, `p${one.priority}`);
  const whom = one.person ? one.person.name_cyrillic : `${words.people}: ${one.people}`;
  card.append(element("strong", kinds[one.kind] ?? one.kind), element("div", whom));
  card.append(facts(`№ ${one.incident_id}`, words[`state.${one.state}`], `${words.priority} ${one.priority}`, one.owner));
  card.append(facts(`${words.began} ${when(one.began_at)}`, one.escalation ? `${words.escalated} ${one.escalation}` : ""));
  if (one.groundless_at) card.append(element("div", words.groundless, "mark"));
  else if (one.cleared_at) card.append(element("div", words.cleared, "mark"));
  return card;
}

function positionCard(one) {
  const card = element("li");
  card.append(element("strong", one.person.name_cyrillic), facts(one.identity));
  if (one.position) {
    const { lat, lon, accuracy_m: accuracy, happened_at: happened } = one.position;
    const around = accuracy === null ? "" : `±${Math.round(accuracy)} ${words.metres}`;
    card.append(facts(`${lat.toFixed(5)}, ${lon.toFixed(5)}`, around), facts(when(happened)));
  } else {
    card.append(facts(one.withheld ? words.withheld : words.noPosition), facts(`${words.heard} ${when(one.heard_at)}`));
  }
  return card;
}

function fill(id, cards, empty, count) {
  at(id).replaceChildren(...cards);
  at(empty).hidden = cards.length > 0;
  at(count).textContent = cards.length || "";
}

async function refresh() {
  clearTimeout(timer);
  try {
    const [incidents, positions] = await Promise.all([
      json("/api/incidents?limit=200&state=open&state=acknowledged&state=in_hand"),
      json("/api/positions/last?limit=200"),
    ]);
    fill("incidents", incidents.incidents.map(incidentCard), "no-incidents", "incident-count");
    fill("positions", positions.positions.map(positionCard), "no-positions", "position-count");
    if (incidents.next) at("incident-count").textContent += "+";
    if (positions.next) at("position-count").textContent += "+";
    say(`${words.updated} ${new Date().toLocaleTimeString(LOCALES[language])}`);
  } catch (problem) {
    if (problem instanceof Refused && problem.status === 401) return leave(words.badToken);
    say(problem instanceof Refused ? problem.message : words.noContact, true);
  }
  timer = setTimeout(refresh, REFRESH_MS);
}

function say(text, bad = false) {
  at("status").textContent = text;
  at("status").classList.toggle("bad", bad);
}

function show(inside) {
  at("entry").hidden = inside;
  at("view").hidden = !inside;
  at("leave").hidden = !inside;
}

function leave(why = "") {
  clearTimeout(timer);
  sessionStorage.removeItem("token");
  at("incidents").replaceChildren();
  at("positions").replaceChildren();
  at("refusal").textContent = why;
  say("");
  show(false);
}

async function enter() {
  try {
    const me = await json("/api/me");
    if (!localStorage.getItem("language")) await speak(me.language);
    at("refusal").textContent = "";
    show(true);
    await refresh();
  } catch (problem) {
    leave(problem instanceof Refused && problem.status === 401 ? words.badToken : words.noContact);
  }
}

at("entry").addEventListener("submit", (event) => {
  event.preventDefault();
  sessionStorage.setItem("token", at("token").value.trim());
  at("token").value = "";
  enter();
});
at("leave").addEventListener("click", () => leave());
at("language").addEventListener("change", async () => {
  localStorage.setItem("language", at("language").value);
  await speak(at("language").value);
  if (!at("view").hidden) await refresh();
});

await speak(language ?? navigator.language.slice(0, 2));
if (sessionStorage.getItem("token")) await enter();
else show(false);
