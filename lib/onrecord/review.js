// The bench on which a reader accepts, rejects, edits and adds findings. Python says what there is
// (`state`: the tables and the work list) and is told what to do; here it is only looked at. Text
// reaches the page as text nodes. Python counts characters, JavaScript UTF-16 units: `points` is
// the one border.
const points = (words) => Array.from(words);
const KEYS = {
  a: "accept", x: "reject", s: "edit", n: "next", p: "previous", u: "undo", r: "redo",
  f: "find", g: "give", "+": "add", c: "clear",
};

function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child != null));
  return node;
}

function render({ model, el }) {
  let draft = []; // [role, start, end] of the words chosen so far
  let picked = null; // [start, end] of the words selected or found
  const article = h("div", { tabindex: "0", role: "region", "aria-label": "Article",
    style: "max-height:26em;overflow:auto;border:1px solid #777;padding:0 .8em;line-height:1.9" });
  const panel = h("div", { style: "padding:.4em 0" });
  const root = h("div", { class: "onrecord-review", "data-lm-suppress-shortcuts": "true" }, panel, article);
  el.append(root);
  const look = { layer: model.get("state").layer, voice: "", open: false, go: "" };
  const state = () => model.get("state");
  const tell = (content) => model.send(content);
  const chars = points(state().text);
  const quote = (start, end) => chars.slice(start, end).join("");
  const roles = Object.keys(state().roles);

  // The findings of the layer and voice looked at, and the one in hand.
  const all = () => state().work.filter((row) =>
    row.table === look.layer && (!look.voice || row.voice === look.voice));
  const list = () => all().filter((row) => !look.open || !row.decided);
  function hand() {
    const row = list().find(({ id }) => id === look.go) ?? list()[0];
    const cells = row && state().tables[look.layer].find(({ id }) => id === row.id);
    return row && { ...row, cells, open: !!cells };
  }
  function see(what) {
    Object.assign(look, what);
    look.go = hand()?.id ?? "";
    if (hand()?.open) tell({ do: "look", id: look.go });
    drawArticle();
    drawPanel();
  }

  // Where a point of the page lies in the article, in characters.
  function place(node, offset) {
    if (node.nodeType === Node.TEXT_NODE) {
      const piece = node.parentElement.closest("[data-start]");
      return piece ? +piece.dataset.start + points(node.data.slice(0, offset)).length : null;
    }
    const next = node.childNodes[offset];
    const pieces = (next ?? node).querySelectorAll?.("[data-start]") ?? [];
    const piece = next?.dataset?.start ? next : next ? pieces[0] : pieces[pieces.length - 1];
    if (!piece) return null;
    return +piece.dataset.start + (next ? 0 : points(piece.textContent).length);
  }

  function select() {
    const chosen = el.getRootNode().getSelection?.() ?? document.getSelection();
    if (!chosen.rangeCount || chosen.isCollapsed) return;
    const range = chosen.getRangeAt(0);
    if (!article.contains(range.startContainer)) return;
    let start = place(range.startContainer, range.startOffset);
    let end = place(range.endContainer, range.endOffset);
    if (start == null || end == null) return;
    while (start < end && !chars[start].trim()) start++;
    while (end > start && !chars[end - 1].trim()) end--;
    if (start < end) { picked = [start, end]; drawPanel(); }
  }
  article.addEventListener("mouseup", () => setTimeout(select));
  article.addEventListener("keyup", select);

  function drawArticle() {
    const item = hand(), ids = new Set(list().map(({ id }) => id));
    const { lines, spans } = state().tables;
    const marks = look.layer === "lines" ? lines.map((line) => [line.start, line.end, "mention", line.id])
      : spans.filter(({ owner }) => ids.has(owner)).map((span) => [span.start, span.end, span.role, span.owner]);
    const nodes = lines.map(({ start: from, end: to, kind }) => {
      const here = marks.filter(([s, e]) => s < to && e > from);
      const cuts = new Set([from, to]);
      for (const [s, e] of here) { cuts.add(Math.max(s, from)); cuts.add(Math.min(e, to)); }
      const order = [...cuts].sort((a, b) => a - b);
      const parts = order.slice(0, -1).map((start, at) => {
        const end = order[at + 1];
        const over = here.filter(([s, e]) => s <= start && e >= end);
        const words = chars.slice(start, end).join("");
        if (!over.length) return h("span", { "data-start": start }, words);
        const mine = over.find((mark) => mark[3] === item?.id) ?? over[0];
        const [, ground, line] = state().roles[mine[2]];
        const begun = over.filter(([s]) => s === start).map((mark) => state().roles[mark[2]][0]).join("");
        const current = mine[3] === item?.id;
        const names = over.map((mark) => `${mark[2]} of ${mark[3]}`).join(", ");
        const style = `background:${ground};border-bottom:${line};color:#000;` +
          (current ? "outline:2px solid #000;" : "opacity:.75;cursor:pointer;");
        const open = () => !current && document.getSelection().isCollapsed && see({ go: mine[3] });
        return h("span", {}, begun && h("sup", { "aria-hidden": "true", style: "user-select:none" }, begun),
          h("mark", { "data-start": start, style, title: names, onclick: open }, words));
      });
      const grey = kind !== "body" && kind !== "headline";
      return h("p", grey ? { style: "color:#595959", title: kind } : {}, ...parts);
    });
    article.replaceChildren(...nodes);
    const target = article.querySelector("mark[style*=outline]");
    if (target) article.scrollTop = target.offsetTop - article.offsetTop - 60;
  }

  const beside = (step) => {
    const ids = list().map(({ id }) => id), at = ids.indexOf(hand()?.id) + step;
    return ids[Math.min(Math.max(at, 0), ids.length - 1)];
  };
  const note = () => ({ note: panel.querySelector("[data-k=note]").value });
  const send = (what) => tell({ id: hand()?.id, ...note(), ...what });
  const judge = (what) => { const go = beside(1); send({ do: what }); look.go = go; };
  const act = {
    accept: () => judge("accept"), reject: () => judge("reject"),
    edit: () => {
      const values = {};
      for (const { dataset: { field }, value } of panel.querySelectorAll("[data-field]"))
        values[field] = state().columns[`${look.layer}.${field}`].type === "bool" ? value === "true" : value;
      send({ do: "edit", values });
    },
    next: () => see({ go: beside(1) }), previous: () => see({ go: beside(-1) }),
    undo: () => send({ do: "undo" }), redo: () => send({ do: "redo" }),
    find: () => {
      const words = points(panel.querySelector("[data-k=words]").value);
      const after = picked && quote(...picked) === words.join("") ? picked[0] + 1 : 0;
      for (let at = after; words.length && at <= chars.length - words.length; at++) {
        if (words.every((letter, n) => letter === chars[at + n])) {
          picked = [at, at + words.length];
          return drawPanel();
        }
      }
      picked = null;
      drawPanel("These words do not come (again) in the article.");
    },
    give: () => send({ do: "words", words: draft }),
    add: () => send({ do: "words", words: draft, id: "" }),
    clear: () => {
      draft = [];
      picked = null;
      panel.querySelector("[data-k=words]").value = "";
      drawPanel();
    },
  };

  root.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) || event.ctrlKey || event.metaKey) return;
    const name = KEYS[event.key];
    const role = roles[+event.key - 1];
    if (name) panel.querySelector(`[data-k=${name}]:not(:disabled)`)?.click();
    else if (role) panel.querySelector(`[data-k=role-${role}]:not(:disabled)`)?.click();
    if (name || role) event.preventDefault();
  });

  function button(name, words, on = true, run = act[name]) {
    const key = Object.keys(KEYS).find((letter) => KEYS[letter] === name);
    return h("button", { "data-k": name, disabled: !on, onclick: run, style: "margin:2px",
      "aria-keyshortcuts": key }, key ? `${words} [${key}]` : words);
  }

  function choice(name, words, options, value, more = {}) {
    const list = options.map(([v, label]) => h("option", { value: v, selected: v === value }, label));
    return h("label", { style: "margin-right:.8em;display:inline-block" }, `${words} `,
      h("select", { "data-k": name, style: "max-width:22em", ...more }, ...list));
  }

  const pair = (value) => [value, value];
  const voiceOf = (id) => state().tables.actors.find((actor) => actor.id === id)?.name;

  // The cells of a row that can be edited, as words/columns.csv has it.
  function fields({ table, cells }) {
    const { actors, attributions } = state().tables;
    const lists = {
      actor: [["", "nobody"], ["article", "the article"], ...actors.map(({ id, name }) => [id, name])],
      attribution: [["", "none"], ["article", "the article"],
        ...attributions.map(({ id, source, cue }) => [id, `${voiceOf(source) ?? "nobody named"}: ${cue} (${id})`])],
    };
    return Object.keys(cells ?? {}).map((name) => {
      const column = state().columns[`${table}.${name}`], value = String(cells[name]);
      if (!column.edit) return null;
      const closed = column.type === "bool" ? ["true", "false"] : column.values.split(" ");
      const options = column.edit === "choice" ? closed.map(pair) : lists[column.edit];
      const k = `field-${name}`, own = { "data-field": name, "data-was": value };
      if (options) return choice(k, name, options, value, own);
      const entry = h("input", { "data-k": k, value, size: 16, ...own });
      return h("label", { style: "margin-right:.8em;display:inline-block" }, `${name} `, entry);
    });
  }

  function drawPanel(message) {
    const s = state(), item = hand(), focus = document.activeElement?.dataset?.k;
    const [kept, noted] = ["words", "note"].map((key) => panel.querySelector(`[data-k=${key}]`)?.value ?? "");
    const row = (...children) => h("div", { style: "margin:.3em 0" }, ...children);
    const heard = s.tables.actors.filter(({ id }) => s.work.some(({ voice }) => voice === id));
    const voices = [["", "every voice"], ...heard.map(({ id, name }) => [id, name])];
    const label = ({ id, decided }) => [id, `${id} ${voiceOf(id) ?? ""} ${decided}`];
    const rows = [
      row(choice("layer", "Layer", Object.keys(s.tables).filter((name) => name !== "spans").map(pair), look.layer,
          { onchange: (e) => see({ layer: e.target.value }) }),
        choice("voice", "Voice", voices, look.voice, { onchange: (e) => see({ voice: e.target.value }) }),
        h("label", {}, h("input", { type: "checkbox", "data-k": "open", checked: look.open,
          onchange: (e) => see({ open: e.target.checked }) }), " only what is not decided"),
        h("span", { "data-k": "progress", style: "margin-left:1em" },
          `${all().filter(({ decided }) => decided).length} of ${all().length} decided`)),
      row(button("previous", "Previous", !!item), button("next", "Next", !!item),
        choice("item", "Finding", list().map(label), item?.id, { onchange: (e) => see({ go: e.target.value }) })),
      h("p", { "data-k": "why", style: "margin:.3em 0" }, !item ? "Nothing is left to look at here."
        : item.open ? model.get("why") : `${item.id} was rejected.`),
      row(...(item ? fields(item) : []).filter((field) => field)),
      row(button("accept", "Accept", item?.open), button("reject", "Reject", item?.open),
        button("edit", "Save edit", item?.open), button("undo", "Undo", s.undo), button("redo", "Redo", s.redo),
        h("label", {}, " Why? ", h("input", { "data-k": "note", size: 24, value: noted }))),
    ];
    if (item?.table === "actors" && item.open)
      rows.push(row(choice("into", "This is the same as", s.tables.actors.map(({ id, name }) => [id, name]), ""),
        button("merge", "Merge", true, () => send({ do: "merge", into: panel.querySelector("[data-k=into]").value }))));
    rows.push(row(h("label", {}, "Words (select them below, or type them) ",
      h("input", { "data-k": "words", size: 34, value: picked ? quote(...picked) : kept })), button("find", "Find")));
    rows.push(row("use them as ", ...roles.map((role, n) => h("button", { "data-k": `role-${role}`,
      disabled: !picked, style: "margin:2px", "aria-keyshortcuts": n + 1, onclick: () => {
        draft.push([role, ...picked]); drawPanel();
      } }, `${role} [${n + 1}]`))));
    rows.push(row(...draft.map(([role, start, end]) =>
      h("span", { style: "margin-right:.8em" }, h("b", {}, `${role}: `), `“${quote(start, end)}”`)),
      button("add", "Add as a new finding", draft.length > 0),
      button("give", "Give to this finding", draft.length > 0 && !!item?.open),
      button("clear", "Clear", draft.length > 0 || !!picked)));
    rows.push(row(h("label", {}, "Published ", h("input", { type: "date", "data-k": "day", value: s.published })),
      button("date", "Set the day", true, () => send({ do: "date", day: panel.querySelector("[data-k=day]").value }))));
    for (const [line, ...words] of s.stale.map((sentence) => sentence.split(": ")))
      rows.push(row(`${words.join(": ")} `, button("keep", "Keep it", true, () => send({ do: "stale", line, keep: true })),
        button("let-go", "Let it go", true, () => send({ do: "stale", line, keep: false }))));
    rows.push(h("p", { role: "status", "aria-live": "polite", "data-k": "message",
      style: "margin:.3em 0;font-weight:bold" }, message ?? s.message));
    if (s.changes.length)
      rows.push(h("table", { "data-k": "changes" }, h("caption", {}, "What moved with the last decision"),
        h("tr", {}, ...["table", "id", "column", "was", "now"].map((name) => h("th", { scope: "col" }, name))),
        ...s.changes.slice(0, 12).map((cells) => h("tr", {}, ...cells.map((cell) => h("td", {}, cell))))));
    // What is typed or chosen and not saved yet outlives a redrawing of the same finding.
    const typed = panel.dataset.item === item?.id ? [...panel.querySelectorAll("[data-field]")] : [];
    panel.replaceChildren(...rows);
    for (const { dataset: { field, was }, value } of typed)
      if (value !== was) panel.querySelector(`[data-field="${field}"]`).value = value;
    panel.dataset.item = item?.id ?? "";
    if (focus) panel.querySelector(`[data-k="${focus}"]:not(:disabled)`)?.focus();
    else if (root.contains(document.activeElement)) article.focus();
  }

  model.on("change:why", () => drawPanel());
  model.on("change:state", () => {
    if (state().message.startsWith("Saved")) {
      draft = [];
      picked = null;
      panel.dataset.item = "";
      for (const key of ["words", "note"]) panel.querySelector(`[data-k=${key}]`).value = "";
    }
    see({});
  });
  see({});
}

export default { render };
